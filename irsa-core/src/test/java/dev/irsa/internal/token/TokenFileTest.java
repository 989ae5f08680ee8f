package dev.irsa.internal.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.irsa.credentials.FailureKind;
import dev.irsa.credentials.TokenUnavailableException;
import dev.irsa.fake.StsResponses;
import dev.irsa.internal.identity.IdentityToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests real files and symbolic links, one defect after the other. */
final class TokenFileTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/cart";
  private static final Duration BOUND = Duration.ofSeconds(7);

  @TempDir Path folder;
  private Path path;
  private long nanos;

  /** Runs while the reader waits; time passes by itself. */
  private Runnable meanwhile = () -> {};

  @BeforeEach
  void choosePath() {
    path = folder.resolve("token");
  }

  private TokenFile file() {
    return new TokenFile(path, TokenKind.WEB_IDENTITY, ROLE, () -> nanos) {
      @Override
      void pause(Duration time) {
        nanos += time.toNanos();
        meanwhile.run();
      }
    };
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private TokenUnavailableException fail() {
    var failure = assertThrows(TokenUnavailableException.class, () -> file().read(BOUND));
    assertTrue(failure.getMessage().contains(path.toString()), failure::getMessage);
    assertEquals(FailureKind.TOKEN, failure.failureKind());
    assertEquals(ROLE, failure.roleArn());
    assertFalse(failure.remedy().isEmpty());
    return failure;
  }

  // Valid tokens.

  static Stream<Arguments> tokens() {
    return Stream.of(
        arguments("as kubelet writes it", StsResponses.TOKEN),
        arguments("with a line feed", StsResponses.TOKEN + "\n"),
        arguments("with Windows line ends", "\r\n" + StsResponses.TOKEN + "\r\n"),
        arguments("with blanks and tabs", " \t" + StsResponses.TOKEN + "\t "),
        arguments("with a byte order mark", "\u00ef\u00bb\u00bf" + StsResponses.TOKEN));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tokens")
  void aTokenIsReadTrimmed(String row, String content) {
    write(path, content);

    assertEquals(new IdentityToken(StsResponses.TOKEN), file().read(BOUND));
  }

  @Test
  void aTokenBehindTheLinksOfAVolumeIsReadBeforeAndAfterTheSwap() throws Exception {
    Path first = Files.createDirectory(folder.resolve("..2026_1"));
    Path second = Files.createDirectory(folder.resolve("..2026_2"));
    write(first.resolve("token"), StsResponses.TOKEN);
    write(second.resolve("token"), StsResponses.TOKEN + "2");
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_1"));
    Files.createSymbolicLink(path, Path.of("..data/token"));
    TokenFile file = file();
    assertEquals(StsResponses.TOKEN, file.read(BOUND).value());

    Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2026_2"));
    Files.move(
        folder.resolve("..data_tmp"),
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);

    assertTrue(file.hasChanged());
    assertEquals(StsResponses.TOKEN + "2", file.read(BOUND).value());
    assertFalse(file.hasChanged());
  }

  // Invalid content.

  static Stream<Arguments> contents() {
    return Stream.of(
        arguments("empty", "", "is empty"),
        arguments("a line feed", "\n", "only white space"),
        arguments("a byte order mark", "\u00ef\u00bb\u00bf", "only white space"),
        arguments(
            "half a token", StsResponses.TOKEN.substring(0, 60), "three parts separated by dots"),
        arguments("two parts", "eyJhbGciOiJub25lIn0.eyJ9", "three parts"),
        arguments("an empty part", "a..c", "three parts"),
        arguments("four parts", "a.b.c.d", "three parts"),
        arguments("two lines", "a.b.c\na.b.c", "character 6 is white space or a control"),
        arguments("a zero byte", "a.b.c\u0000d", "character 6 is white space or a control"),
        arguments("not ASCII", "a.b.\u00fc", "character 5 is not ASCII"),
        arguments("20,001 characters", "a.b." + "c".repeat(19_997), "20001 characters"),
        arguments("64 KiB and one byte", "a.b." + "c".repeat(65_533), "longer than 64 KiB"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contents")
  void contentThatIsNotATokenIsDescribedAndNotRepeated(String row, String content, String found) {
    write(path, content);

    TokenUnavailableException failure = fail();

    assertTrue(failure.getMessage().contains(found), failure::getMessage);
    assertFalse(failure.getMessage().contains("eyJ"), failure::getMessage);
    assertTrue(failure.remedy().contains("subPath"), failure::remedy);
  }

  // Missing and unreadable files.

  @Test
  void aMissingFileIsRetriedForASecondAndThenReported() {
    TokenUnavailableException failure = fail();

    assertTrue(failure.getMessage().contains("does not exist"), failure::getMessage);
    assertTrue(nanos >= Duration.ofSeconds(1).toNanos());
    assertTrue(nanos < Duration.ofMillis(1100).toNanos());
  }

  @Test
  void aFileThatAppearsDuringTheSwapIsRead() {
    meanwhile =
        () -> {
          if (nanos >= Duration.ofMillis(40).toNanos()) {
            write(path, StsResponses.TOKEN);
          }
        };

    assertEquals(StsResponses.TOKEN, file().read(BOUND).value());
  }

  @Test
  void anInterruptEndsTheWaitAndStaysSet() {
    var file =
        new TokenFile(path, TokenKind.WEB_IDENTITY, ROLE, () -> nanos) {
          @Override
          void pause(Duration time) throws InterruptedException {
            throw new InterruptedException();
          }
        };

    assertThrows(TokenUnavailableException.class, () -> file.read(BOUND));

    assertTrue(Thread.interrupted());
  }

  @Test
  void aDanglingLinkIsReported() throws Exception {
    Files.createSymbolicLink(path, folder.resolve("gone"));

    TokenUnavailableException failure = fail();

    assertTrue(failure.getMessage().contains("symbolic link to a file that does not exist"));
    assertTrue(failure.remedy().contains("subPath"), failure::remedy);
  }

  @Test
  void aDirectoryIsReported() throws Exception {
    Files.createDirectory(path);

    assertTrue(fail().getMessage().contains("is a directory"));
  }

  @Test
  void aPipeIsReportedAndNotOpened() throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());

    assertTrue(fail().getMessage().contains("is not a regular file"));
    assertFalse(file().hasChanged());
    assertNull(file().peek());
  }

  @Test
  void aReadThatDoesNotEndHasAFailureThatNamesTheFile() {
    String failure = file().unread().getMessage();

    assertTrue(
        failure.startsWith("The token file " + path + " could not be opened and read in time. "),
        failure);
    assertTrue(failure.contains("its file system hangs"), failure);
  }

  @Test
  void aFileOfAnotherUserIsReportedWithOwnerModeAndTheProcessUid() throws Exception {
    write(path, StsResponses.TOKEN);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));

    String message = Unreadable.messageFor(path, folder);

    assertTrue(message.contains("cannot be read by this process"), message);
    assertTrue(message.contains("owner " + Files.getOwner(path).getName()), message);
    assertTrue(message.contains("mode ---------"), message);
    assertTrue(message.contains("process uid "), message);
    assertTrue(message.contains("fsGroup"), message);
  }

  @Test
  void anInaccessibleDirectoryIsReportedWithTheProcessUid() throws Exception {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    path = closed.resolve("token");
    write(path, StsResponses.TOKEN);
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      String message = Unreadable.messageFor(path, folder);

      assertTrue(message.contains("cannot be read by this process"), message);
      assertTrue(message.contains("its directory is not accessible"), message);
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  // Changes.

  @Test
  void nothingHasChangedUntilTheContentDoes() throws Exception {
    write(path, StsResponses.TOKEN);
    TokenFile file = file();
    file.read(BOUND);

    Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(1)));
    assertFalse(file.hasChanged());

    write(path, StsResponses.TOKEN.replace("c2ln", "b2ln"));
    Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(2)));
    assertTrue(file.hasChanged());
    assertTrue(file.hasChanged());
  }

  @Test
  void peekingDoesNotCountAsReading() {
    write(path, StsResponses.TOKEN);
    TokenFile file = file();
    file.read(BOUND);
    write(path, StsResponses.TOKEN + "x");

    assertEquals(StsResponses.TOKEN + "x", file.peek().value());

    assertTrue(file.hasChanged());
  }

  /**
   * Reads a file that this process is not permitted to read. Root can read all files, so root reads
   * it in a process of another user.
   */
  static final class Unreadable {

    private static final String NOBODY = "65534";

    private Unreadable() {}

    static String messageFor(Path path, Path folder) throws IOException, InterruptedException {
      return isRoot() ? messageForNobody(path, folder) : message(path);
    }

    private static boolean isRoot() throws IOException {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static String message(Path path) {
      try {
        TokenSource.file(
                path,
                TokenKind.WEB_IDENTITY,
                "arn:aws:iam::111122223333:role/cart",
                System::nanoTime)
            .read(Duration.ofSeconds(7));
        throw new AssertionError(path + " was read");
      } catch (TokenUnavailableException e) {
        return e.getMessage();
      }
    }

    private static String messageForNobody(Path path, Path folder)
        throws IOException, InterruptedException {
      Path shared = Files.createTempDirectory("irsa-classes");
      Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
      try {
        copy(Path.of("target", "classes", "dev"), shared.resolve("dev"));
        copy(
            Path.of("target", "test-classes", "dev", "irsa", "internal", "token"),
            shared.resolve("dev/irsa/internal/token"));
        // The parent folder must be accessible to other users.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process process =
            new ProcessBuilder(
                    "setpriv",
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    shared.toString(),
                    Unreadable.class.getName(),
                    path.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || !output.contains("process uid " + NOBODY)) {
          throw new AssertionError(output);
        }
        return output;
      } finally {
        delete(shared);
      }
    }

    private static void copy(Path from, Path to) throws IOException {
      try (Stream<Path> paths = Files.walk(from)) {
        for (Path source : paths.toList()) {
          Path target = to.resolve(from.relativize(source).toString());
          if (!Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(source, target);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
          } else if (!Files.exists(target)) {
            Files.createDirectory(target);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }

    private static void delete(Path folder) throws IOException {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }

    public static void main(String[] arguments) {
      System.out.println(message(Path.of(arguments[0])));
    }
  }
}
