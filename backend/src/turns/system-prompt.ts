/** What the model is told before a conversation: by the operator, by the user, and for this conversation. */
export function toSystemPrompt(operators: string, instructions: { user: string; conversation: string }): string {
  return [
    operators,
    instructions.user && `The user's instructions for every conversation:\n${instructions.user}`,
    instructions.conversation && `The user's instructions for this conversation:\n${instructions.conversation}`,
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}
