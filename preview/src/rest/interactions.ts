import {
  answer,
  type Callback,
  callbackResponse,
  editAnswer,
  findAnswer,
  findByToken,
  followUp,
} from '../interactions.ts';
import { type Draft, remove } from '../messages.ts';
import type { Asked, Route } from '../route.ts';

const webhook = '/webhooks/:application/:token';
const message = 'MessageResponse';

/** Routes for answering interactions: once through the callback, then through the webhook of the token. */
export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    open: true,
    body: callbackShape,
    reply: 'InteractionCallbackResponse',
    run: callback,
  },
  {
    method: 'POST',
    path: webhook,
    open: true,
    body: 'IncomingWebhookRequestPartial',
    reply: message,
    run: post,
  },
  {
    method: 'GET',
    path: `${webhook}/messages/:message`,
    open: true,
    reply: message,
    run: asked => find(asked).message,
  },
  {
    method: 'PATCH',
    path: `${webhook}/messages/:message`,
    open: true,
    body: 'IncomingWebhookUpdateRequestPartial',
    reply: message,
    run: asked =>
      editAnswer(asked.world, byToken(asked), find(asked), asked.body as Draft, asked.files).message,
  },
  {
    method: 'DELETE',
    path: `${webhook}/messages/:message`,
    open: true,
    run: asked => remove(asked.world, find(asked)),
  },
];

const CALLBACKS: Readonly<Record<number, string>> = {
  4: 'CreateMessageInteractionCallbackRequest',
  5: 'CreateMessageInteractionCallbackRequest',
  6: 'UpdateMessageInteractionCallbackRequest',
  7: 'UpdateMessageInteractionCallbackRequest',
  8: 'ApplicationCommandAutocompleteCallbackRequest',
  9: 'ModalInteractionCallbackRequest',
};

/** The schema for a callback body; an unknown type is checked against the first schema, which rejects it. */
function callbackShape(body: unknown): string {
  return CALLBACKS[(body as Callback | undefined)?.type ?? 0] ?? CALLBACKS[4]!;
}

function callback({ world, ids, body, files, query }: Asked) {
  const interaction = answer(world, ids.interaction!, ids.token!, body as Callback, files);
  return query.get('with_response') === 'true'
    ? callbackResponse(world, interaction, (body as Callback).type)
    : undefined;
}

const byToken = ({ world, ids }: Asked) => findByToken(world, ids.application!, ids.token!);
const find = (asked: Asked) => findAnswer(asked.world, byToken(asked), asked.ids.message!);

function post(asked: Asked) {
  return followUp(asked.world, byToken(asked), asked.body as Draft, asked.files).message;
}
