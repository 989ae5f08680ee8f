package dev.irsa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.fake.ScriptedServer;
import dev.irsa.fake.StsResponses;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replaces the token file again and again by a pipe without a writer, also between the check of the
 * file and its opening, which then blocks forever.
 */
final class SwappedPipeTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  /** More readers than the sessions of a process may leave behind together. */
  private static final int CAUGHT = 3;

  @TempDir Path folder;
  private Path token;
  private Path good;
  private Path pipe;

  @BeforeEach
  void makeFiles() throws Exception {
    token = folder.resolve("token");
    good = Files.writeString(folder.resolve("good"), StsResponses.TOKEN);
    pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    lead(good);
  }

  /** Lets the remaining readers of the pipe reach its end. */
  @AfterEach
  void letReadersGo() throws IOException {
    FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
  }

  /** Makes the token's path lead to a target, as kubelet replaces the link of a volume. */
  private void lead(Path target) throws IOException {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, target);
    Files.move(link, token, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private IrsaCredentials handle(ScriptedServer server, int role) {
    return IrsaCredentials.builder()
        .environment(
            Map.of(
                "AWS_ROLE_ARN",
                "arn:aws:iam::111122223333:role/swapped-" + role,
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                token.toString(),
                "AWS_REGION",
                "eu-west-1",
                "AWS_ENDPOINT_URL_STS",
                server.uri().toString()))
        .deadline(LONG)
        .build();
  }

  private static boolean isBlockedReader(StackTraceElement[] frames) {
    return frames.length > 0
        && frames[0].getMethodName().startsWith("open")
        && frames[0].isNativeMethod()
        && Stream.of(frames)
            .anyMatch(frame -> frame.getClassName().startsWith("dev.irsa.internal.token."));
  }

  /** Opens handles until some readers are blocked by the pipe. Their callers continue. */
  private List<IrsaCredentials> catchReaders(ScriptedServer server) {
    List<IrsaCredentials> handles = new ArrayList<>();
    Set<Thread> caught = new HashSet<>();
    while (caught.size() < CAUGHT) {
      assertTrue(handles.size() < 1000, "the pipe caught no reader");
      IrsaCredentials handle = handle(server, handles.size());
      handles.add(handle);
      try {
        handle.credentials(CredentialsRequest.standard().withTimeout(Duration.ofMillis(250)));
      } catch (CredentialsException failure) {
        Thread.getAllStackTraces()
            .forEach(
                (thread, frames) -> {
                  if (isBlockedReader(frames)) {
                    caught.add(thread);
                  }
                });
      }
    }
    return handles;
  }

  @Test
  void aPipeThatReplacesTheFileDelaysNoCallersAndTheFileIsReadOnceItIsBack() throws Exception {
    AtomicBoolean swapping = new AtomicBoolean(true);
    Thread swapper =
        new Thread(
            () -> {
              try {
                while (swapping.get()) {
                  lead(pipe);
                  lead(good);
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    List<IrsaCredentials> handles;
    try (ScriptedServer server =
        ScriptedServer.plain(
            connection -> {
              connection.readRequest();
              connection.answer(
                  200, StsResponses.success(Instant.now().plus(Duration.ofHours(1)).toString()));
            })) {
      swapper.start();
      try {
        handles = catchReaders(server);
      } finally {
        swapping.set(false);
        swapper.join();
      }

      for (IrsaCredentials handle : handles) {
        assertTrue(handle.refresh());
        handle.close();
      }
    }
  }
}
