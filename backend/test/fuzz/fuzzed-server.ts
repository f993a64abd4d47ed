/** How the server under attack is configured: no limit of numbers stands between an attacker and the code to be tried. */
export const FUZZED = {
  maxFrameBytes: 1_048_576,
  maxMessageCharacters: 32_000,
  env: {
    LOG_FORMAT: 'json',
    SESSION_SECRET: 'the-secret-of-the-fuzz-has-32-characters',
    CHAT_MAX_FRAME_BYTES: '1048576',
    CHAT_MAX_MESSAGE_CHARACTERS: '32000',
    CHAT_MAX_SOCKETS_PER_USER: '1000',
    CHAT_HANDSHAKES_PER_MINUTE: '100000000',
    CHAT_FRAMES_PER_MINUTE: '100000000',
    CHAT_SENDS_PER_MINUTE: '100000000',
    CHAT_RESUMES_PER_MINUTE: '100000000',
    CHAT_REPLAY_BYTES_PER_MINUTE: '1000000000000',
    REST_REQUESTS_PER_MINUTE: '100000000',
    AUTH_MAX_GUESTS_PER_MINUTE: '100000000',
    CHAT_DEMO_DELAY_MS: '0',
    CHAT_DEMO_TOKENS_PER_SECOND: '0',
    CHAT_DRAIN_GRACE_MS: '0',
  },
};
