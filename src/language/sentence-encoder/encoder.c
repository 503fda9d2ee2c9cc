/*
 * Runs the Universal Sentence Encoder Lite (Cer et al. 2018): two layers of a transformer (Vaswani et al. 2017)
 * with the layer normalization in front, the mean of their outputs, and one dense layer. Build it again with
 *
 *   clang --target=wasm32 -O3 -msimd128 -mbulk-memory -ffast-math -nostdlib -Wl,--no-entry -Wl,--strip-all \
 *     -o encoder.wasm encoder.c
 *
 * A caller copies the table (bench/derive-sentence-encoder.ts) to `table()`, calls `load()` once, and then for
 * each sentence writes the indices of its pieces to `pieces()`, calls `encode(count)`, and reads a unit vector
 * of 512 floats from `result()`.
 */
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(name)))
/* For what is called in several places: the engine takes memory and time for every copy when it compiles this. */
#define ONCE __attribute__((noinline))

enum { PIECES = 8002, INPUT = 256, WIDTH = 512, INNER = 1536, HEADS = 4, LONGEST = 128, PANEL = 8 };

/* The table: for each matrix a scale for each of its columns, or rows for the embeddings, and its bytes. */
enum { WEIGHTS = 4915200, VALUES = 28610, TABLE = 4 * VALUES + PIECES * INPUT + WEIGHTS };

/* Weights, as bytes in panels of eight outputs, with a scale for each output. */
typedef struct {
  const int8_t *weights;
  const float *scales, *bias;
  int in, out;
} Dense;

typedef struct {
  const float *scale, *bias;
  int width;
} Norm;

typedef struct {
  Norm before, between;
  Dense query_key_value, output, grow, shrink;
} Layer;

static uint8_t raw[TABLE + 16] __attribute__((aligned(16)));
static int32_t indices[LONGEST];
static float state[LONGEST * WIDTH], normed[LONGEST * WIDTH], attended[LONGEST * WIDTH];
static float wide[LONGEST * INNER], scores[LONGEST];
static float unpacked[INNER * PANEL] __attribute__((aligned(16)));
static float answer[WIDTH];

static Layer layers[2];
static Dense widen, last;
static const float *embedding_scales, *wavelengths;
static const int8_t *embeddings;

EXPORT("table") void *table(void) { return raw; }
EXPORT("pieces") void *pieces(void) { return indices; }
EXPORT("result") void *result(void) { return answer; }

/* Readers of the table: `floats` walks its values, `bytes` its bytes. */
static const float *floats;
static int8_t *bytes;

static const float *take(int count) {
  const float *values = floats;
  floats += count;
  return values;
}

/*
 * Brings a matrix of bytes from rows of inputs into panels of eight outputs that lie one behind the other. The weights
 * stay bytes and are unpacked again for each sentence, which takes a twentieth more time and 20 MB less memory than
 * to unpack them once.
 */
static ONCE Dense take_dense(int in, int out) {
  const float *scales = take(out), *bias = take(out);
  Dense dense = {bytes, scales, bias, in, out};
  int8_t *rows = (int8_t *)wide;
  for (int i = 0; i < in * out; i++) rows[i] = bytes[i];
  for (int panel = 0; panel < out; panel += PANEL)
    for (int i = 0; i < in; i++)
      for (int o = panel; o < panel + PANEL; o++) *bytes++ = rows[i * out + o];
  return dense;
}

static Norm take_norm(int width) {
  const float *scale = take(width);
  return (Norm){scale, take(width), width};
}

static Layer take_layer(int width) {
  Layer layer;
  layer.before = take_norm(width);
  layer.query_key_value = take_dense(width, 3 * width);
  layer.output = take_dense(width, WIDTH);
  layer.between = take_norm(WIDTH);
  layer.grow = take_dense(WIDTH, INNER);
  layer.shrink = take_dense(INNER, WIDTH);
  return layer;
}

EXPORT("load") void load(void) {
  floats = (const float *)raw;
  bytes = (int8_t *)(raw + 4 * VALUES);
  wavelengths = take(INPUT / 2);
  embedding_scales = take(PIECES);
  embeddings = bytes;
  bytes += PIECES * INPUT;
  widen = take_dense(INPUT, WIDTH);
  layers[0] = take_layer(INPUT);
  layers[1] = take_layer(WIDTH);
  last = take_dense(WIDTH, WIDTH);
}

/* Unpacks the weights of a panel: all that its outputs take from each input. */
static void unpack(const int8_t *weights, int in, const float *scales) {
  v128_t scales0 = wasm_v128_load(scales), scales1 = wasm_v128_load(scales + 4);
  for (int i = 0; i < in * PANEL; i += PANEL) {
    v128_t values = wasm_i16x8_load8x8(weights + i);
    v128_t low = wasm_i32x4_extend_low_i16x8(values), high = wasm_i32x4_extend_high_i16x8(values);
    wasm_v128_store(unpacked + i, wasm_f32x4_mul(wasm_f32x4_convert_i32x4(low), scales0));
    wasm_v128_store(unpacked + i + 4, wasm_f32x4_mul(wasm_f32x4_convert_i32x4(high), scales1));
  }
}

/*
 * Multiplies up to four rows with eight columns at a time, which fits in the registers. What is missing of four rows
 * is the last row again, whose results are dropped: that takes less time than one row after the other.
 */
static ONCE void multiply(const float *x, const Dense *dense, int rows, float *out, int adds) {
  for (int o = 0; o < dense->out; o += PANEL) {
    unpack(dense->weights + o * dense->in, dense->in, dense->scales + o);
    v128_t bias0 = wasm_v128_load(dense->bias + o), bias1 = wasm_v128_load(dense->bias + o + 4);
    for (int row = 0; row < rows; row += 4) {
      int left = rows - row < 4 ? rows - row : 4;
      const float *a = x + row * dense->in;
      const float *b = left > 1 ? a + dense->in : a, *c = left > 2 ? b + dense->in : b, *d = left > 3 ? c + dense->in : c;
      v128_t a0 = bias0, a1 = bias1, b0 = bias0, b1 = bias1, c0 = bias0, c1 = bias1, d0 = bias0, d1 = bias1;
      for (int i = 0; i < dense->in; i++) {
        v128_t w0 = wasm_v128_load(unpacked + i * PANEL), w1 = wasm_v128_load(unpacked + i * PANEL + 4), s;
        s = wasm_v128_load32_splat(a + i);
        a0 = wasm_f32x4_add(a0, wasm_f32x4_mul(s, w0)), a1 = wasm_f32x4_add(a1, wasm_f32x4_mul(s, w1));
        s = wasm_v128_load32_splat(b + i);
        b0 = wasm_f32x4_add(b0, wasm_f32x4_mul(s, w0)), b1 = wasm_f32x4_add(b1, wasm_f32x4_mul(s, w1));
        s = wasm_v128_load32_splat(c + i);
        c0 = wasm_f32x4_add(c0, wasm_f32x4_mul(s, w0)), c1 = wasm_f32x4_add(c1, wasm_f32x4_mul(s, w1));
        s = wasm_v128_load32_splat(d + i);
        d0 = wasm_f32x4_add(d0, wasm_f32x4_mul(s, w0)), d1 = wasm_f32x4_add(d1, wasm_f32x4_mul(s, w1));
      }
      v128_t sums[8] = {a0, a1, b0, b1, c0, c1, d0, d1};
      for (int k = 0; k < 2 * left; k++) {
        float *to = out + (row + k / 2) * dense->out + o + 4 * (k % 2);
        wasm_v128_store(to, adds ? wasm_f32x4_add(wasm_v128_load(to), sums[k]) : sums[k]);
      }
    }
  }
}

/* e to the power of x: two to the power of a whole number times a polynomial for the rest. */
static float exponential(float x) {
  if (x < -87) return 0;
  if (x > 87) x = 87;
  float twos = x * 1.44269504f;
  int whole = (int)(twos + (twos < 0 ? -0.5f : 0.5f));
  float rest = (twos - whole) * 0.693147181f;
  float power = 1 + rest * (1 + rest * (0.5f + rest * (0.166666667f + rest * (0.0416666667f + rest * (0.00833333333f + rest * 0.00138888889f)))));
  union { uint32_t bits; float value; } scale = {(uint32_t)(whole + 127) << 23};
  return power * scale.value;
}

static float root(float x) { return __builtin_sqrtf(x); }

/* The sine, by its series, of an angle brought between minus and plus half a circle. */
static float sine(float x) {
  float turns = x * 0.159154943f;
  int whole = (int)(turns + (turns < 0 ? -0.5f : 0.5f));
  double y = x - whole * 6.283185307179586, square = y * y;
  if (y > 1.5707963267948966) y = 3.141592653589793 - y, square = y * y;
  if (y < -1.5707963267948966) y = -3.141592653589793 - y, square = y * y;
  return y * (1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72 * (1 - square / 110)))));
}

static void normalize(const float *x, const Norm *norm, int rows, float *out) {
  for (int row = 0; row < rows; row++, x += norm->width, out += norm->width) {
    float mean = 0, variance = 0;
    for (int i = 0; i < norm->width; i++) mean += x[i];
    mean /= norm->width;
    for (int i = 0; i < norm->width; i++) variance += (x[i] - mean) * (x[i] - mean);
    float factor = 1 / root(variance / norm->width + 1e-6f);
    for (int i = 0; i < norm->width; i++) out[i] = (x[i] - mean) * factor * norm->scale[i] + norm->bias[i];
  }
}

/* What each piece takes over from the others: for each head the values, by how well query and key agree. */
static ONCE void attend(const float *joint, int width, int rows, float *out) {
  int size = width / HEADS;
  float factor = 1 / root(size);
  for (int head = 0; head < HEADS; head++)
    for (int row = 0; row < rows; row++) {
      const float *query = joint + row * 3 * width + head * size;
      float most = -1e30f, sum = 0, *to = out + row * width + head * size;
      for (int other = 0; other < rows; other++) {
        const float *key = joint + other * 3 * width + width + head * size;
        float score = 0;
        for (int i = 0; i < size; i++) score += query[i] * key[i];
        scores[other] = score * factor;
        if (scores[other] > most) most = scores[other];
      }
      for (int other = 0; other < rows; other++) sum += scores[other] = exponential(scores[other] - most);
      for (int i = 0; i < size; i++) to[i] = 0;
      for (int other = 0; other < rows; other++) {
        const float *value = joint + other * 3 * width + 2 * width + head * size;
        float share = scores[other] / sum;
        for (int i = 0; i < size; i++) to[i] += share * value[i];
      }
    }
}

/* Runs a layer. `in` is what it reads; its sums are added to `state`, which holds `in` at full width. */
static void run(const Layer *layer, const float *in, int rows) {
  normalize(in, &layer->before, rows, normed);
  multiply(normed, &layer->query_key_value, rows, wide, 0);
  attend(wide, layer->before.width, rows, attended);
  multiply(attended, &layer->output, rows, state, 1);
  normalize(state, &layer->between, rows, normed);
  multiply(normed, &layer->grow, rows, wide, 0);
  for (int i = 0; i < rows * INNER; i++) wide[i] = wide[i] > 0 ? wide[i] : 0;
  multiply(wide, &layer->shrink, rows, state, 1);
}

/* Writes the embeddings of the pieces and their places, as sines and cosines of growing wavelengths. */
static void embed(int rows, float *out) {
  for (int row = 0; row < rows; row++, out += INPUT) {
    const int8_t *values = embeddings + indices[row] * INPUT;
    float scale = 2 * embedding_scales[indices[row]];
    for (int i = 0; i < INPUT / 2; i++) {
      float angle = row * wavelengths[i];
      out[i] = scale * values[i] + sine(angle);
      out[i + INPUT / 2] = scale * values[i + INPUT / 2] + sine(angle + 1.57079633f);
    }
  }
}

EXPORT("encode") void encode(int rows) {
  static float input[LONGEST * INPUT], mean[WIDTH];
  embed(rows, input);
  multiply(input, &widen, rows, state, 0);
  run(&layers[0], input, rows);
  for (int i = 0; i < rows * WIDTH; i++) attended[i] = state[i];
  run(&layers[1], state, rows);
  for (int i = 0; i < WIDTH; i++) {
    mean[i] = 0;
    for (int row = 0; row < rows; row++) mean[i] += state[row * WIDTH + i];
    mean[i] /= rows;
  }
  multiply(mean, &last, 1, answer, 0);
  float sum = 0;
  for (int i = 0; i < WIDTH; i++) {
    float power = exponential(2 * answer[i]);
    answer[i] = (power - 1) / (power + 1);
    sum += answer[i] * answer[i];
  }
  float factor = 1 / root(sum);
  for (int i = 0; i < WIDTH; i++) answer[i] *= factor;
}
