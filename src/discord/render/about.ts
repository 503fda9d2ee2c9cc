import { ButtonStyle } from 'discord-api-types/v10';
import type { About } from '../../about.ts';
import { t } from '../../texts/texts.ts';
import { button, customId, row } from '../button.ts';
import type { Reply } from '../command.ts';
import { counted } from './frame.ts';
import { joinText, md, plainLine, timestamp } from './text.ts';

const COLOUR = 0xb3392f;

/** `all`: the articles that this server sees; `own`: those of them that are its own. */
export function renderAbout({ version, model, startedAt }: About, { all, own }: { all: number; own: number }): Reply {
  const lines = [
    t('**Version** {{version}}', { version: plainLine(version, 40) }),
    model
      ? t('**Answers** by {{name}} at {{host}}, checked; the built-in engine where it fails', {
          name: plainLine(model.name),
          host: plainLine(model.host),
        })
      : t('**Answers** by the built-in engine; no model is asked'),
    own > 0
      ? t('**Library** {{articles}}, {{own}} of them this server’s own', { articles: counted(all, 'article'), own })
      : t('**Library** {{articles}}', { articles: counted(all, 'article') }),
    t('**Running** since {{time}}', { time: timestamp(startedAt, 'R') }),
  ];
  return {
    embeds: [{ title: md`Standfirst`, description: joinText(lines, '\n'), color: COLOUR, footer: { text: '/help · /privacy' } }],
  };
}

/** What is kept and where it goes, with the way to delete it. */
export function renderPrivacy({ model }: About): Reply {
  const sent = model
    ? t(
        'When an answer has to be made anew, the article and what you asked go to the model **{{name}}** at **{{host}}**, without your name or id.',
        { name: plainLine(model.name), host: plainLine(model.host) },
      )
    : t('Nothing: no model is asked, and nothing that you write leaves the machine I run on (but for Discord itself).');
  return {
    embeds: [
      {
        title: t('What I keep of you'),
        color: COLOUR,
        description: joinText(
          [
            t('• The questions that you write where `/discuss` was used, with your id, so that I understand follow-ups.'),
            t(
              '• For each answer that a model made for you: when, which kind, about which article and how many words it took, for the limits and `/usage`. Not what you asked.',
            ),
            t('• Your votes on answers, and that you opened a thread, post or digest.'),
            t(
              'Answers are kept without who asked for them, and so are the questions and claims of `/ask` and `/check`, for the buttons below them. What you write elsewhere I do not keep. My log holds ids, never text of yours.',
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
    components: [row(button(t('Delete what is kept of me…'), customId('turn', 'privacy', 'ask')))],
  };
}

export function renderForgetting(): Reply {
  return {
    embeds: [
      {
        title: t('Delete what is kept of you?'),
        color: COLOUR,
        description: t(
          'Your questions and votes in all servers are deleted, and my records of answers lose your id (those of today at midnight UTC: until then they count for your limits). Digests that you set up stay, for they belong to their servers. This cannot be taken back.',
        ),
      },
    ],
    components: [
      row(
        { ...button(t('Yes, delete'), customId('turn', 'privacy', 'delete')), style: ButtonStyle.Danger },
        button(t('No, keep it'), customId('turn', 'privacy', 'keep')),
      ),
    ],
  };
}

export function renderForgotten({
  questions,
  generations,
  votes,
}: {
  questions: number;
  generations: number;
  votes: number;
}): Reply {
  const parts = [
    t('{{questions}} and {{votes}} deleted', { questions: counted(questions, 'question'), votes: counted(votes, 'vote') }),
    t('{{generations}} of answers without your id now or from midnight UTC on', { generations: counted(generations, 'record') }),
  ];
  return { embeds: [{ title: t('Done'), color: COLOUR, description: md`${joinText(parts, '; ')}.` }] };
}
