/**
 * The text that stored answers have in common, as a preset dictionary for compression (RFC 1951, zlib),
 * likeliest last. It must never change: values packed with it can only be unpacked with it.
 */
export const dictionary = Buffer.from(
  [
    ' that the of and to in a is was for on with as by at from it he she they which who said have has had not be are but his her their this were will would ',
    '{"value":{"content":{"viewpoints":[{"label":"","level":"shortened","ground":[{"comment":"1","quote":""}],"comments":["1","1.1","1.1.1","2","2.1","3"],',
    '"passage":{"comment":"1","text":""},"side":null,"language":null}],"sides":null,"gists":[],"disputes":[]}',
    '{"value":{"content":{"quotes":[{"text":"","speaker":"","role":null,"mention":"he","where":null,"paragraph":1,"paragraphs":[1],"scare":false}]}',
    '{"value":{"content":{"verdict":"supported","contradicted","unclear","reason":"I don’t see “”, “” there.","level":null,"comments":[],"ground":[],',
    '"passage":{"text":"","paragraphs":[1]},"statements":[{"number":1,"text":"","verdict":"unclear","reason":null}],"left":0}',
    '{"value":{"content":{"points":[{"text":"","paragraphs":[1],"level":"worded","ground":[{"paragraph":1,"quote":""}]}],"leftOut":[]}',
    '{"value":{"content":{"found":true,"outcome":"answered","statements":[{"text":"","paragraphs":[1],"level":"verbatim","ground":[{"paragraph":1,"quote":""}],"comments":[],"answer":""}],"nearest":null,',
    '"found":false,"outcome":"not found","outcome":"probable","statements":[],"nearest":{"text":"","paragraphs":[1],"level":"verbatim","ground":[{"paragraph":1,"quote":""}],"comments":[],"answer":""},',
    '"leftOut":[],"further":[],"fact":null,"verdict":null,"text":"","paragraphs":[1],"comments":[]},"coverage":null},"expires":18',
  ].join(''),
);
