package dev.irsa.fake;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Modifies bytes at random, reproducibly for a seed. */
public final class Mutator {

  private static final int LONGEST = 300 * 1024;

  private final Random random;

  public Mutator(long seed) {
    // Otherwise neighboring seeds would start with similar values.
    this.random = new Random(new SplittableRandom(seed).nextLong());
  }

  /** Returns an entry of a corpus with one to eight changes, usually few. */
  public byte[] mutate(List<byte[]> corpus) {
    byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
    int changes = 1 + random.nextInt(1 + random.nextInt(8));
    for (int i = 0; i < changes && bytes.length < LONGEST; i++) {
      bytes = change(bytes, corpus);
    }
    return bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes;
  }

  private byte[] change(byte[] bytes, List<byte[]> corpus) {
    int from = random.nextInt(bytes.length + 1);
    int to = from + random.nextInt(bytes.length - from + 1);
    byte[] piece = Arrays.copyOfRange(bytes, from, to);
    return switch (random.nextInt(8)) {
      case 0 -> flip(bytes);
      case 1 -> splice(bytes, from, to, new byte[0]);
      case 2 -> splice(bytes, from, from, piece);
      case 3 -> splice(bytes, from, from, repeat(piece));
      case 4 -> splice(bytes, from, to, corpus.get(random.nextInt(corpus.size())));
      case 5 -> splice(bytes, from, from, randomBytes());
      case 6 -> Arrays.copyOf(bytes, from);
      default -> splice(bytes, from, Math.min(bytes.length, from + 1), markup());
    };
  }

  private byte[] flip(byte[] bytes) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] repeat(byte[] piece) {
    int times = random.nextInt(200);
    byte[] repeated = new byte[Math.min(LONGEST, piece.length * times)];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = piece[i % piece.length];
    }
    return repeated;
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] markup() {
    List<String> marks =
        List.of(
            "<",
            ">",
            "&",
            "]]>",
            "<![CDATA[",
            "<!--",
            "<!DOCTYPE r [<!ENTITY a 'b'>]>",
            "&a;",
            "</",
            "<?x",
            "\"",
            "'",
            "&#0;",
            "&#x10FFFF;",
            "\u0000",
            "xmlns:a=''",
            "\r\n\r\n",
            ".",
            ":",
            "/");
    return marks
        .get(random.nextInt(marks.size()))
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
    byte[] spliced = new byte[from + middle.length + bytes.length - to];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(middle, 0, spliced, from, middle.length);
    System.arraycopy(bytes, to, spliced, from + middle.length, bytes.length - to);
    return spliced;
  }
}
