import { createInterface } from 'node:readline';
import { formatCount, type Surface, tellInk } from '@ml/terminal';
import type { OpenModel } from '../run/open-model.ts';
import { bestEvaluation } from '../training/history.ts';
import { explainFormat } from './chat-format.ts';
import { startChat } from './chat-runtime.ts';
import type { ChatSettings } from './chat-settings.ts';
import { type ChatOptions, initialChat } from './chat-state.ts';
import { plainChat } from './plain-chat.ts';
import { writeReply } from './write-reply.ts';

/** A chat with a model until the user leaves: on a terminal as a screen, else line by line. */
export async function runChat(open: OpenModel, settings: ChatSettings, surface: Surface): Promise<void> {
  const options: ChatOptions = {
    format: open.facts.chat,
    about: describeModel(open),
    settings,
    greeting: [explainFormat(open.facts.chat, open.facts.data.description)],
  };
  await (surface.interactive ? screenChat(open, options, surface) : linesChat(open, options));
}

async function screenChat(open: OpenModel, options: ChatOptions, surface: Surface): Promise<void> {
  tellInk(process.env, surface);
  const [{ render }, { ChatView }] = await Promise.all([import('ink'), import('./chat-view.tsx')]);
  const runtime = startChat(
    initialChat(options),
    (effect, context) => writeReply(open, effect, context),
    () => {
      // The last frame is one without the input.
      runtime.store.flush();
      void screen.waitUntilRenderFlush().then(() => screen.unmount());
    },
  );
  const screen = render(
    <ChatView runtime={runtime} modelName={open.facts.data.source} plainCursor={!surface.colors} />,
    {
      exitOnCtrlC: false,
    },
  );
  await screen.waitUntilExit();
  await runtime.idle();
}

async function linesChat(open: OpenModel, options: ChatOptions): Promise<void> {
  await plainChat(options, {
    lines: createInterface({ input: process.stdin, crlfDelay: Infinity }),
    write: (text) => process.stdout.write(text),
    warn: (text) => process.stderr.write(text),
    reply: (effect, context) => writeReply(open, effect, context),
  });
}

function describeModel({ path, model, facts, step }: OpenModel): string {
  const { nLayer, nHead, nEmbd, blockSize } = model.config;
  const best = bestEvaluation(facts.history);
  const loss = best === null ? '' : `, validation loss ${best.validationLoss.toFixed(4)}`;
  return [
    `${path}: ${formatCount(model.parameterCount())} parameters (${nLayer} layers, ${nHead} heads, ${nEmbd} wide, block ${blockSize})`,
    `trained for ${formatCount(step)} steps on ${facts.data.description}${loss}`,
  ].join('\n');
}
