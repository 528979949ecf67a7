import { type ChatOptions, type ChatState, initialChat } from '../chat/chat-state.ts';
import { type ChatAction, type ChatEffect, updateChat } from '../chat/chat-update.ts';

export const chatOptions: ChatOptions = {
  format: { style: 'quotes', separator: '\n' },
  about: 'a model of straw',
  settings: { temperature: 0.8, topK: null, topP: null, seed: 7, maxTokens: 100 },
  greeting: ['welcome'],
};

export const freshChat = initialChat(chatOptions);

/** A chat after actions, and all that they asked for. */
export function play(...actions: readonly ChatAction[]): { state: ChatState; effects: ChatEffect[] } {
  const effects: ChatEffect[] = [];
  const state = actions.reduce((before, action) => {
    const next = updateChat(before, action);
    effects.push(...next.effects);
    return next.state;
  }, freshChat);
  return { state, effects };
}

export function say(text: string): ChatAction[] {
  return [{ type: 'insert', text }, { type: 'submit' }];
}

/** A whole reply. */
export function reply(text: string): ChatAction[] {
  return [
    { type: 'piece', text },
    { type: 'reply-ended', tokens: text.length, seconds: 0.5 },
  ];
}
