import openapiTS, { astToString } from 'openapi-typescript';

const HEAD = `// Made by \`npm run openapi\` from docs/openapi.json: do not edit.\n\n`;

/** The page's types of the REST API, as TypeScript. @param {object} document @returns {Promise<string>} */
export async function typesOf(document) {
  return HEAD + astToString(await openapiTS(structuredClone(document)));
}
