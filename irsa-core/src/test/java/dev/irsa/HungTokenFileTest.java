package dev.irsa;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.CredentialsRequest;
import dev.irsa.internal.token.HungFile;
import dev.irsa.simulation.ChangedLibrary;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opens a pipe without a writer as the token file, see {@link HungFile}: it blocks for ever. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public final class HungTokenFileTest {

  private static final String NOT_OPENED = "could not be opened and read";

  @TempDir Path folder;
  private Path pipe;

  /** By other tests. */
  private Set<Thread> blockedBefore;

  @BeforeEach
  void makePipe() throws Exception {
    blockedBefore = blocked().collect(toSet());
    pipe = folder.resolve("token");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
  }

  /** Repeatedly: a place that becomes free may be taken until the session rests. */
  @AfterEach
  void letReadersGo() throws Exception {
    do {
      FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
      Thread.onSpinWait();
    } while (blocked().anyMatch(thread -> !blockedBefore.contains(thread)));
  }

  private Object play(String scene) throws Exception {
    return new ChangedLibrary(HungFile.OPENED_UNCHECKED)
        .call(HungTokenFileTest.class, scene, pipe.toString());
  }

  private static IrsaCredentials handle(String token, int role) {
    return IrsaCredentials.builder()
        .environment(
            Map.of(
                "AWS_ROLE_ARN",
                "arn:aws:iam::111122223333:role/hung-" + role,
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                token,
                "AWS_REGION",
                "eu-west-1"))
        .build();
  }

  /**
   * Asks until the failure is the expected one: on a busy machine an attempt may not be there yet.
   */
  private static String failure(IrsaCredentials handle, String expected) {
    while (true) {
      try {
        return handle
            .credentials(CredentialsRequest.standard().withTimeout(Duration.ofMillis(300)))
            .accessKeyId();
      } catch (CredentialsException failure) {
        if (failure.getMessage().contains(expected)) {
          return failure.getMessage();
        }
      }
    }
  }

  private static Stream<Thread> blocked() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            each ->
                Stream.of(each.getValue())
                    .anyMatch(frame -> frame.getClassName().endsWith(".token.FileSnapshot")))
        .map(Map.Entry::getKey);
  }

  @Test
  void theErrorNamesTheFile() throws Exception {
    Object failure = play("oneHandle");

    assertTrue(
        failure.toString().contains("The token file " + pipe + " could not be opened and read"),
        failure::toString);
  }

  /** Returns the failure of a caller. */
  public static String oneHandle(String token) {
    try (IrsaCredentials handle = handle(token, 0)) {
      return failure(handle, NOT_OPENED);
    }
  }

  @Test
  void withEightThreadsLeftBehindTheErrorSaysSo() throws Exception {
    Object failure = play("nineHandles");

    assertTrue(failure.toString().contains("8 earlier attempts hang"), failure::toString);
  }

  /** Returns the failure of a caller after the attempts of eight others were abandoned. */
  public static String nineHandles(String token) {
    for (int role = 1; role <= 8; role++) {
      IrsaCredentials handle = handle(token, role);
      var unused = failure(handle, NOT_OPENED);
      handle.close();
    }
    try (IrsaCredentials handle = handle(token, 9)) {
      return failure(handle, "earlier attempts hang");
    }
  }
}
