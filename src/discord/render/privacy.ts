import { ButtonStyle } from 'discord-api-types/v10';
import { formatList, t } from '../../i18n/translate.ts';
import type { BuildInfo } from '../../observability/build-info.ts';
import type { ForgottenMember } from '../../storage/stores/members.ts';
import type { ServerBelongings } from '../../storage/stores/servers.ts';
import { createButton, createRow } from '../components.ts';
import { createCustomId, NO_VALUES } from '../custom-id.ts';
import type { Reply, ReplyFile } from '../types.ts';
import { formatCount, listCounts } from './frame.ts';
import { escapeLine, joinText, md } from './text.ts';

/** The buttons of `/privacy`. */
export const privacyButtons = {
  export: { key: 'privacy/export', values: NO_VALUES },
  ask: { key: 'privacy/ask', values: NO_VALUES },
  delete: { key: 'privacy/delete', values: NO_VALUES },
  server: { key: 'privacy/server', values: NO_VALUES },
  'server-delete': { key: 'privacy/server-delete', values: NO_VALUES },
  keep: { key: 'privacy/keep', values: NO_VALUES },
};

/** Explains what is stored and where it is sent, with buttons to export and to delete it. */
export function renderPrivacy({ model }: BuildInfo, { isForEditor }: { isForEditor: boolean }): Reply {
  const sent = model
    ? t(
        'For a new answer, the article and what you asked go to the model **{{name}}** at **{{host}}**, without your name or id.',
        { name: escapeLine(model.name), host: escapeLine(model.host) },
      )
    : t(
        'Nothing. I use no model, and nothing you write leaves the machine I run on (apart from Discord itself).',
      );
  return {
    cards: [
      {
        title: t('What I store about you'),
        description: joinText(
          [
            joinText(
              [
                t(
                  '- The questions you write in a `/discuss` thread and what I showed for them, with your id, so that I understand follow-ups.',
                ),
                t(
                  '- The questions and claims of `/ask` and `/check`, with your id, for the buttons under the answers. I delete them when nobody has looked at them for 400 days.',
                ),
                t(
                  '- For each answer a model made for you: when, which kind, about which article and how many words it took, for the limits and `/usage`. Not what you asked.',
                ),
                t('- Your votes on answers, and the threads, posts, digests and feeds you set up.'),
                t(
                  '- For 90 days: which articles, digests, feeds and settings you changed as an editor, but not their content.',
                ),
              ],
              '\n',
            ),
            t(
              'Answers are stored without who asked for them. I don’t store what you write elsewhere. My log has ids, never your text.',
            ),
            t(
              '**Articles**\nEditors choose pages and feeds. I fetch them under my own name, without cookies, and store their text, their address, and the comments with the names their writers used there. They belong to the server that added them, every answer links to the source, and `/library remove` deletes them. On my own, I only visit pages where `robots.txt` and marks such as `noai` allow it.',
            ),
            t('**What I send elsewhere**\n{{sent}}', { sent }),
          ],
          '\n\n',
        ),
      },
    ],
    components: [
      createRow(
        createButton(t('Export my data'), createCustomId('open', privacyButtons.export)),
        createButton(t('Delete my data…'), createCustomId('turn', privacyButtons.ask)),
        ...(isForEditor
          ? [createButton(t('Delete this server’s data…'), createCustomId('turn', privacyButtons.server))]
          : []),
      ),
    ],
  };
}

/** The stored data of a member, as a file. */
export function renderMemberData(file: Omit<ReplyFile, 'description'>): Reply {
  return {
    content: t('This is everything I store that mentions you. What others wrote is left out.'),
    files: [{ ...file, description: t('Your data') }],
  };
}

/** Asks a member to confirm the deletion of their data. */
export function renderErasureQuestion(): Reply {
  return {
    cards: [
      {
        title: t('Delete your data?'),
        description: t(
          'This deletes your questions, claims and votes in all servers and removes your id from my records of answers (today’s keep it until midnight UTC, because they count towards your limits). Digests and feeds you set up, and what you changed as an editor, stay without your id, because they belong to their servers. This can’t be undone.',
        ),
      },
    ],
    components: [createConfirmButtons('delete')],
  };
}

/** Lists what was deleted about a member. */
export function renderMemberErased({
  questions,
  generations,
  votes,
  digests,
  feeds,
  changes,
}: ForgottenMember): Reply {
  const deleted = listCounts(
    [questions, formatCount(questions, 'question')],
    [votes, formatCount(votes, 'vote')],
  );
  const unnamed = listCounts(
    [digests, formatCount(digests, 'digest')],
    [feeds, formatCount(feeds, 'feed')],
    [changes, formatCount(changes, 'change')],
  );
  const lines = [
    deleted.length > 0 && t('Deleted: {{counts}}.', { counts: formatList(deleted) }),
    unnamed.length > 0 && t('Without your id now: {{counts}}.', { counts: formatList(unnamed) }),
    generations > 0 &&
      t('Without your id now or from midnight UTC on: {{records}} of answers.', {
        records: formatCount(generations, 'record'),
      }),
  ].filter(line => line !== false);
  const description = lines.length > 0 ? joinText(lines, '\n') : t('I had stored nothing about you.');
  return { cards: [{ title: t('Done'), description }] };
}

/** Asks an editor to confirm the deletion of all of a server's data. */
export function renderServerErasureQuestion({
  articles,
  digests,
  feeds,
  threads,
  questions,
  votes,
}: ServerBelongings): Reply {
  const lines = [
    articles > 0 &&
      t('{{articles}} of this server, with their names and tags', {
        articles: formatCount(articles, 'article'),
      }),
    digests > 0 &&
      t('{{digests}}, with the record of their posts', { digests: formatCount(digests, 'digest') }),
    ...listCounts(
      [feeds, formatCount(feeds, 'feed')],
      [threads, formatCount(threads, 'discussion')],
      [questions, formatCount(questions, 'question')],
      [votes, formatCount(votes, 'vote')],
    ),
    t('The settings, who changed what, and the answers to everything asked here'),
  ];
  return {
    cards: [
      {
        title: t('Delete this server’s data?'),
        description: joinText(
          [
            joinText(
              lines.filter(line => line !== false).map(line => md`- ${line}`),
              '\n',
            ),
            t(
              'What I posted stays in its channels. Model usage stays as a count without this server’s id (today’s keeps it until midnight UTC). I stay in the server, and you can start over. To keep the articles, use `/library export` first. This can’t be undone.',
            ),
          ],
          '\n\n',
        ),
      },
    ],
    components: [createConfirmButtons('server-delete')],
  };
}

/** Confirms that a server's data was deleted. */
export function renderServerErased(): Reply {
  return {
    cards: [{ title: t('Done'), description: t('I’ve deleted all of this server’s data.') }],
  };
}

function createConfirmButtons(step: 'delete' | 'server-delete') {
  return createRow(
    {
      ...createButton(t('Yes, delete'), createCustomId('turn', privacyButtons[step])),
      style: ButtonStyle.Danger,
    },
    createButton(t('No, keep it'), createCustomId('turn', privacyButtons.keep)),
  );
}
