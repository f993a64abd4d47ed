/** Carries the address of the client to the library; what a client sends under this name never gets there. */
export const CLIENT_ADDRESS_HEADER = 'x-throughline-client';

/** How the OpenID provider is called in paths and in the database. */
export const OIDC = 'oidc';
