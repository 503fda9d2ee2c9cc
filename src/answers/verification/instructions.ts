/**
 * Texts that speak to a machine instead of to readers. They are stored and may be quoted word for word like
 * any text, but nothing is concluded from them: what a paragraph orders to be said is not what the article
 * says.
 */
const INSTRUCTION_PATTERNS: readonly RegExp[] = [
  // "ignore all previous instructions", in the forms that are passed around
  /\b(?:ignore|disregard|forget|override|bypass|skip|do not follow|don't follow|stop following)\b[^.!?\n]{0,60}\b(?:instructions?|prompts?|rules?|guidelines|directions|commands?|context|everything|above|previous|prior|earlier|policy|policies|task)\b/i,
  /\b(?:new|updated|real|actual|hidden|secret|additional|important|urgent)\s+(?:instructions?|task|orders?|directive|system message)\b\s*[:.!-]/i,
  /\b(?:system|developer|admin(?:istrator)?|operator)\s*(?:prompt|message|instructions?|override|note|command)\b/i,
  /\byou are (?:now|no longer|henceforth|from now on)\b/i,
  /\byou(?:'re| are) (?:an?|the) (?:ai|a\.i\.|assistant|language model|chat ?bot|bot|llm|summari[sz]er|model|machine|helpful)\b/i,
  /\b(?:as an?|act as|pretend (?:to be|you are)|role-?play|simulate|behave (?:as|like))\b[^.!?\n]{0,40}\b(?:ai|assistant|language model|chat ?bot|bot|llm|model|dan|admin|developer|unrestricted|system)\b/i,
  /\b(?:ai|a\.i\.|llms?|language models?|chat ?bots?|bots?|assistants?|chatgpt|gpt-?\d*|summari[sz]ers?|models?) (?:reading|that (?:reads?|sees?)|who (?:reads?|sees?)|processing|summari[sz]ing|must|should|shall|has to|is to|are to|will|please)\b/i,
  /\b(?:attention|note to|dear|hey|hello|hi),? (?:the )?(?:ai|a\.i\.|llm|language model|chat ?bot|bot|assistant|chatgpt|gpt|summari[sz]er|model)\b/i,
  /<\/?(?:system|user|assistant|instructions?|article|prompt|im_start|im_end|s|inst)\b[^<>]*>|<\|[^|>]*\|>|\[\/?(?:inst|system)\]|^[ \t]*#{2,}\s*(?:instruction|system|response|task)/im,
  // what the answer shall be, in the imperative at the beginning of a sentence or line
  /(?:^|[.!?:;,\n][^\S\n]*["“'(]?|\b(?:please|then|and|instead|now|must|should|to)\s+)(?:say|print|output|reply|respond|answer|write|repeat|return|reveal|display|show|begin|start|end|include|add|insert|append|state|report|tell|claim|list|name|call|label|cite|quote|mention|post|send|translate|summari[sz]e|switch|use|count|give|credit|attribute)\b[^.!?\n]{0,40}(?:\b(?:only|exactly|verbatim|the following|your (?:system|instructions?|prompt|answer|summary|reply|response|first|last)|(?:the|every|each|all|this|any) (?:answers?|summar(?:y|ies)|repl(?:y|ies)|responses?|points?|viewpoints?|labels?|digest|quotes?|users?|readers?|members?|channel|server|output)|in (?:french|german|spanish|italian|russian|chinese|japanese|english|latin|pirate)|instead|with the (?:words?|sentence|phrase|text|line|message)|that word|(?:in|as|for|to) (?:the|your) (?:answer|summary|reply|response|output|label))\b)/i,
  /\b(?:in|to|into|of|for) (?:your|the|every|each|all) (?:answers?|summar(?:y|ies)|repl(?:y|ies)|responses?|outputs?)\b[^.!?\n]{0,60}\b(?:say|write|include|add|insert|print|mention|state|claim|put|link|recommend|must|should)\b/i,
];

/** Whether a text gives orders to whoever drafts answers. */
export function hasInstructions(text: string): boolean {
  return INSTRUCTION_PATTERNS.some(order => order.test(text));
}

/** The passages from which something may be concluded. */
export function removeInstructions(passages: readonly string[]): string[] {
  return passages.filter(passage => !hasInstructions(passage));
}
