package dev.irsa.internal.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests reads that do not end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TokenFileReaderTest {

  private static final Duration SHORT = Duration.ofMillis(1);
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = Files.write(folder.resolve("token"), CONTENT);
  }

  private static InputStream content() {
    return new ByteArrayInputStream(CONTENT);
  }

  @Test
  void readsOfAHungFileLeaveALimitedNumberOfThreadsBehind() throws Exception {
    CountDownLatch hung = new CountDownLatch(1);
    Phaser ended = new Phaser(TokenFileReader.MAX_THREADS + 1);
    TokenFileReader reader =
        new TokenFileReader(
            file -> {
              try {
                hung.await();
              } catch (InterruptedException e) {
                throw new InterruptedIOException();
              } finally {
                ended.arrive();
              }
              return content();
            });
    for (int i = 0; i < TokenFileReader.MAX_THREADS; i++) {
      assertThrows(FileReadTimeoutException.class, () -> reader.read(path, SHORT));
    }

    IOException tooMany =
        assertThrows(FileReadTimeoutException.class, () -> reader.read(path, SHORT));
    assertTrue(tooMany.getMessage().contains("16 earlier reads still hang"), tooMany::getMessage);

    hung.countDown();
    ended.arriveAndAwaitAdvance();
    assertArrayEquals(CONTENT, reader.read(path, TokenFileReader.MAX_TIME).content());
  }

  @Test
  void theReaderOfAnOwnedPipeIsFreed() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    CompletableFuture<Integer> opened = new CompletableFuture<>();
    TokenFileReader reader =
        new TokenFileReader(
            file -> {
              Files.move(pipe, path, StandardCopyOption.REPLACE_EXISTING);
              try (InputStream input = Files.newInputStream(path)) {
                opened.complete(input.read());
              }
              return content();
            });

    assertThrows(FileReadTimeoutException.class, () -> reader.read(path, TokenFileReader.MAX_TIME));

    assertEquals(-1, opened.join());
  }

  @Test
  void anInterruptEndsTheReadAndStaysSet() {
    TokenFileReader reader = new TokenFileReader(file -> content());
    Thread.currentThread().interrupt();

    assertThrows(InterruptedIOException.class, () -> reader.read(path, TokenFileReader.MAX_TIME));

    assertTrue(Thread.interrupted());
  }

  @Test
  void anUnexpectedExceptionIsAnIoException() {
    TokenFileReader reader =
        new TokenFileReader(
            file -> {
              throw new IllegalStateException("broken");
            });

    IOException fault =
        assertThrows(IOException.class, () -> reader.read(path, TokenFileReader.MAX_TIME));

    assertEquals("broken", fault.getCause().getMessage());
  }
}
