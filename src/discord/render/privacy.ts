import { ButtonStyle } from 'discord-api-types/v10';
import { t } from '../../i18n/translate.ts';
import type { BuildInfo } from '../../observability/build-info.ts';
import type { ForgottenMember } from '../../storage/stores/members.ts';
import type { ServerBelongings } from '../../storage/stores/servers.ts';
import { createButton, createCustomId, createRow, NO_VALUES } from '../custom-id.ts';
import type { Reply, ReplyFile } from '../types.ts';
import { EMBED_COLOUR } from './embed.ts';
import { formatCount } from './frame.ts';
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

/** What is kept and where it goes, with the ways to get it and to delete it. */
export function renderPrivacy({ model }: BuildInfo, { isForEditor }: { isForEditor: boolean }): Reply {
  const sent = model
    ? t(
        'When an answer has to be made anew, the article and what you asked go to the model **{{name}}** at **{{host}}**, without your name or id.',
        { name: escapeLine(model.name), host: escapeLine(model.host) },
      )
    : t(
        'Nothing: no model is asked, and nothing that you write leaves the machine I run on (but for Discord itself).',
      );
  return {
    embeds: [
      {
        title: t('What I store about you'),
        color: EMBED_COLOUR,
        description: joinText(
          [
            t(
              '• The questions that you write where `/discuss` was used, with your id, so that I understand follow-ups.',
            ),
            t(
              '• The questions and claims of `/ask` and `/check`, with your id, for the buttons below the answers; forgotten when nobody has looked at them for 400 days.',
            ),
            t(
              '• For each answer that a model made for you: when, which kind, about which article and how many words it took, for the limits and `/usage`. Not what you asked.',
            ),
            t('• Your votes on answers, and that you opened a thread or post or set up a digest or feed.'),
            t(
              '• For 90 days which articles, digests, feeds and settings you changed as an editor, without what stood there.',
            ),
            t(
              'Answers are kept without who asked for them. What you write elsewhere I do not keep. My log holds ids, never text of yours.',
            ),
            t(
              '**Of articles**\nEditors name pages and feeds; I fetch them under my own name, without cookies, and keep their text, their address, and the comments with the names that their writers gave there. They belong to the server that added them, every answer links to the source, and `/library remove` deletes them. By myself I look only where `robots.txt` and marks such as `noai` let me.',
            ),
            t('**Sent elsewhere**\n{{sent}}', { sent }),
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

/** What is stored about a member, as a file. */
export function renderMemberData(file: Omit<ReplyFile, 'description'>): Reply {
  return {
    content: t('This is all that mentions you, as it is kept. What others wrote is left out.'),
    files: [{ ...file, description: t('Your data') }],
  };
}

/** Asks whether the data of a member is to be deleted. */
export function renderErasureQuestion(): Reply {
  return {
    embeds: [
      {
        title: t('Delete your data?'),
        color: EMBED_COLOUR,
        description: t(
          'Your questions, claims and votes in all servers are deleted, and my records of answers lose your id (those of today at midnight UTC: until then they count for your limits). Digests and feeds that you set up, and what you changed as an editor, stay without your id, for they belong to their servers. This cannot be taken back.',
        ),
      },
    ],
    components: [createConfirmButtons('delete')],
  };
}

/** What was deleted of a member. */
export function renderMemberErased({
  questions,
  generations,
  votes,
  digests,
  feeds,
  changes,
}: ForgottenMember): Reply {
  const parts = [
    t('{{questions}} and {{votes}} deleted', {
      questions: formatCount(questions, 'question'),
      votes: formatCount(votes, 'vote'),
    }),
    t('{{generations}} of answers without your id now or from midnight UTC on', {
      generations: formatCount(generations, 'record'),
    }),
    ...(digests + feeds + changes > 0
      ? [
          t('{{digests}}, {{feeds}} and {{changes}} without your id now', {
            digests: formatCount(digests, 'digest'),
            feeds: formatCount(feeds, 'feed'),
            changes: formatCount(changes, 'change'),
          }),
        ]
      : []),
  ];
  return { embeds: [{ title: t('Done'), color: EMBED_COLOUR, description: md`${joinText(parts, '; ')}.` }] };
}

/** What an editor is asked who wants all of a server deleted. */
export function renderServerErasureQuestion({
  articles,
  digests,
  feeds,
  threads,
  questions,
  votes,
}: ServerBelongings): Reply {
  const lines = [
    t('{{articles}} of this server’s own, with their names and tags', {
      articles: formatCount(articles, 'article'),
    }),
    t('{{digests}}, with the record of their posts', { digests: formatCount(digests, 'digest') }),
    formatCount(feeds, 'feed'),
    t('{{threads}} with {{questions}}', {
      threads: formatCount(threads, 'discussion'),
      questions: formatCount(questions, 'question'),
    }),
    formatCount(votes, 'vote'),
    t('The settings, who changed what, and the answers to all that was asked here'),
  ];
  return {
    embeds: [
      {
        title: t('Delete this server’s data?'),
        color: EMBED_COLOUR,
        description: joinText(
          [
            joinText(
              lines.map(line => md`• ${line}`),
              '\n',
            ),
            t(
              'What I posted stays in its channels. How much the model was used stays as a count without this server’s id; that of today loses it at midnight UTC. I stay in the server, and you can begin anew. `/library export` saves the articles first. This cannot be taken back.',
            ),
          ],
          '\n\n',
        ),
      },
    ],
    components: [createConfirmButtons('server-delete')],
  };
}

/** What is said once the data of a server is deleted. */
export function renderServerErased(): Reply {
  return {
    embeds: [
      { title: t('Done'), color: EMBED_COLOUR, description: t('All of this server’s data is deleted.') },
    ],
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
