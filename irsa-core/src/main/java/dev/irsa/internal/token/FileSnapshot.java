package dev.irsa.internal.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * The content of a file at one time.
 *
 * @param state identifies the content
 * @param content the bytes, at most one more than a token file may contain; a secret
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and used only by its reader.
record FileSnapshot(FileFingerprint state, byte[] content) {

  static final int MAX_BYTES = 64 * 1024;

  /**
   * Reads a regular file. Follows symbolic links. If a pipe replaces the file between the check and
   * the opening, this blocks until a process writes to it, and Java can neither open it without
   * blocking nor interrupt that. A file system can hang in the same way.
   */
  static FileSnapshot of(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      // Opening a pipe blocks, and a device may be endless.
      throw new NotRegularFileException(attributes.isDirectory());
    }
    try (InputStream input = open(path)) {
      byte[] content = read(input, attributes.size());
      return new FileSnapshot(new FileFingerprint(attributes, content), content);
    }
  }

  private static InputStream open(Path path) throws IOException {
    return Files.newInputStream(path);
  }

  /**
   * Reads to the end, at most one byte more than a token file may contain. Without the size as a
   * hint, the JDK's buffer would be many times as large as a token. Another file may be in its
   * place by now.
   */
  static byte[] read(InputStream input, long size) throws IOException {
    byte[] content = input.readNBytes((int) Math.min(size, MAX_BYTES));
    int next = input.read();
    if (next < 0) {
      return content;
    }
    byte[] more = input.readNBytes(MAX_BYTES - content.length);
    byte[] whole = Arrays.copyOf(content, content.length + 1 + more.length);
    whole[content.length] = (byte) next;
    System.arraycopy(more, 0, whole, content.length + 1, more.length);
    return whole;
  }

  @Override
  public String toString() {
    return "FileSnapshot[" + content.length + " bytes]";
  }
}
