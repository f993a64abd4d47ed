// `require` of ES modules needs Node 22.12; npm scripts run the Node that came with `npm ci` where the platform has one.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(
    `Throughline needs Node 22.12 or newer, this is ${process.version}. Run \`npm ci\` first, or install Node 24.`,
  );
  process.exit(1);
}
