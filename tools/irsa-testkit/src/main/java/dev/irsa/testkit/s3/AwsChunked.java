package dev.irsa.testkit.s3;

import dev.irsa.testkit.signature.Signed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decodes the {@code aws-chunked} coding of uploads. Verifies the signatures of the chunks and of
 * the trailer if the upload is signed (S3 API reference, "Transferring payload in multiple
 * chunks").
 */
final class AwsChunked {
  private static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final Pattern SIZE = Pattern.compile("0*[0-9a-fA-F]{1,7}");

  private final byte[] raw;
  private final Signed signed;
  private final boolean chunksSigned;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private String signature;
  private int position;

  private AwsChunked(Signed signed) {
    this.raw = signed.request().body();
    this.signed = signed;
    this.chunksSigned = signed.payloadHash().startsWith(SIGNED);
    this.signature = signed.signature();
  }

  /** Returns the decoded content of the body. */
  static byte[] content(Signed signed) throws S3Exception {
    if (!signed.payloadHash().startsWith("STREAMING-")) {
      return signed.request().body();
    }
    return new AwsChunked(signed).decode();
  }

  private byte[] decode() throws S3Exception {
    byte[] chunk = nextChunk();
    while (chunk.length > 0) {
      content.writeBytes(chunk);
      requireLineEnd();
      chunk = nextChunk();
    }
    if (signed.payloadHash().endsWith("-TRAILER")) {
      readTrailer();
    }
    if (!decodedLength().equals(Integer.toString(content.size()))) {
      throw incomplete();
    }
    return content.toByteArray();
  }

  private String decodedLength() throws S3Exception {
    return signed
        .request()
        .headers()
        .first("x-amz-decoded-content-length")
        .orElseThrow(
            () ->
                new S3Exception(
                    411,
                    "MissingContentLength",
                    "You must provide the Content-Length HTTP header."));
  }

  private byte[] nextChunk() throws S3Exception {
    String[] head = line().split(";", 2);
    if (!SIZE.matcher(head[0]).matches()) {
      throw incomplete();
    }
    int size = Integer.parseInt(head[0], 16);
    if (size > raw.length - position) {
      throw incomplete();
    }
    byte[] data = Arrays.copyOfRange(raw, position, position + size);
    position += size;
    if (chunksSigned) {
      String expected = signed.chunks().chunk(signature, data);
      if (head.length < 2 || !head[1].equals("chunk-signature=" + expected)) {
        throw mismatch();
      }
      signature = expected;
    }
    return data;
  }

  private void readTrailer() throws S3Exception {
    StringBuilder canonical = new StringBuilder();
    String found = "";
    for (String line = line(); !line.isEmpty(); line = position < raw.length ? line() : "") {
      String[] field = line.split(":", 2);
      if (field.length < 2) {
        throw incomplete();
      }
      if (field[0].equalsIgnoreCase("x-amz-trailer-signature")) {
        found = field[1].strip();
      } else {
        String name = field[0].strip().toLowerCase(Locale.ROOT);
        canonical.append(name).append(':').append(field[1].strip()).append('\n');
      }
    }
    if (chunksSigned && !found.equals(signed.chunks().trailer(signature, canonical.toString()))) {
      throw mismatch();
    }
  }

  private String line() throws S3Exception {
    int end = position;
    while (end + 1 < raw.length && !(raw[end] == '\r' && raw[end + 1] == '\n')) {
      end++;
    }
    if (end + 1 >= raw.length) {
      throw incomplete();
    }
    String line = new String(raw, position, end - position, StandardCharsets.ISO_8859_1);
    position = end + 2;
    return line;
  }

  private void requireLineEnd() throws S3Exception {
    if (!line().isEmpty()) {
      throw incomplete();
    }
  }

  private static S3Exception incomplete() {
    return new S3Exception(
        400,
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header");
  }

  private static S3Exception mismatch() {
    return new S3Exception(
        403, "SignatureDoesNotMatch", "The signature of a chunk does not match.");
  }
}
