// The AI SDK needs Node 22; npm scripts run the Node that came with `npm ci` where the platform has one.
if (Number(process.versions.node.split('.')[0]) < 22) {
  console.error(
    `Throughline needs Node 22 or newer, this is ${process.version}. Run \`npm ci\` first, or install Node 24.`,
  );
  process.exit(1);
}
