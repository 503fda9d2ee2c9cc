import { cleanLine } from '../../../language/cleaning.ts';
import { linesOfComment } from '../../formats/html-text.ts';
import type { PageDocument } from '../dom.ts';
import { isNode, isOfType, type LinkedNode, linkedNodes, listOf, namesOf } from '../linked-data.ts';
import { parentsFirst } from '../numbering.ts';
import type { Found } from './content.ts';

/** Comments in a page's JSON-LD (schema.org's Comment): nested, or with a `parentItem`. */
export function linkedComments(document: PageDocument): Found[] {
  const nodes = linkedNodes(document).filter(
    node => isOfType(node, /^(?:User)?Comments?$/) && textOf(node) !== '',
  );
  const parents = new Map<LinkedNode, LinkedNode>();
  for (const node of nodes) for (const reply of repliesOf(node)) parents.set(reply, node);
  const byId = new Map(
    nodes.flatMap(node => (typeof node['@id'] === 'string' ? [[node['@id'], node] as const] : [])),
  );
  for (const node of nodes) {
    const above = listOf(node.parentItem)[0];
    const id = isNode(above) ? above['@id'] : above;
    const parent = typeof id === 'string' ? byId.get(id) : undefined;
    if (parent && parent !== node && !parents.has(node)) parents.set(node, parent);
  }
  return parentsFirst([...new Set(nodes)], node => parents.get(node) ?? null).map(({ item, parent }) => ({
    ...read(item),
    parent,
  }));
}

function repliesOf(node: LinkedNode): LinkedNode[] {
  return [...listOf(node.comment), ...listOf(node.replies)].filter(isNode);
}

function textOf(node: LinkedNode): string {
  const text = listOf(node.text)[0] ?? listOf(node.commentText)[0] ?? listOf(node.description)[0];
  return typeof text === 'string' ? text : '';
}

function read(node: LinkedNode): Omit<Found, 'parent'> {
  const author = cleanLine(namesOf(listOf(node.author)[0] ?? node.creator)[0] ?? '');
  const time = listOf(node.dateCreated)[0] ?? listOf(node.datePublished)[0];
  const votes = Number(listOf(node.upvoteCount)[0] ?? Number.NaN);
  return {
    author: author === '' ? null : author,
    paragraphs: linesOfComment(textOf(node)),
    time: typeof time === 'string' && time.trim() !== '' ? cleanLine(time).slice(0, 60) : null,
    votes: Number.isInteger(votes) ? votes : null,
  };
}
