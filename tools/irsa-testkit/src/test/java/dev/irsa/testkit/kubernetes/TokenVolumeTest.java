package dev.irsa.testkit.kubernetes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.testkit.LabTime;
import dev.irsa.testkit.ManualTime;
import dev.irsa.testkit.kubernetes.TokenVolume.BoundToken;
import dev.irsa.testkit.kubernetes.TokenVolume.VolumeEvent;
import dev.irsa.testkit.kubernetes.TokenVolume.VolumeEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenVolumeTest {

  private static final Instant START = Instant.parse("2026-11-24T15:04:05Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration DUE = Duration.ofMinutes(1152);

  @TempDir Path folder;

  private final ManualTime manual = ManualTime.startingAt(START);
  private final LabTime time = LabTime.of(manual);
  private final ApiServer apiServer = new ApiServer(DAY);
  private TokenVolume volume;

  @BeforeEach
  void mount() throws IOException {
    volume = TokenVolume.mount(folder.resolve("serviceaccount"), "token", 0644, time, apiServer);
  }

  @AfterEach
  void unmount() {
    volume.close();
    time.close();
  }

  @Test
  void layoutIsTheOneOfKubeletsAtomicWriter() throws Exception {
    var names = names(volume.directory());
    var timestamped = Files.readSymbolicLink(volume.directory().resolve("..data")).toString();

    assertTrue(timestamped.matches("\\.\\.2026_11_24_15_04_05\\.\\d{9}"), timestamped);
    assertEquals(Set.of("..data", "token", timestamped), names);
    assertEquals(Path.of("..data/token"), Files.readSymbolicLink(volume.tokenFile()));
    assertEquals("token-1", Files.readString(volume.tokenFile()));
    assertEquals(
        "rwxr-xr-x",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(volume.directory().resolve(timestamped))));
  }

  @Test
  void rotationSwapsTheLinkAndRemovesTheOldDirectory() throws Exception {
    var before = Files.readSymbolicLink(volume.directory().resolve("..data"));

    manual.advance(DUE);

    var after = Files.readSymbolicLink(volume.directory().resolve("..data"));
    assertNotEquals(before, after);
    assertTrue(after.toString().startsWith("..2026_11_25_10_16_05."), after::toString);
    assertEquals(Set.of("..data", "token", after.toString()), names(volume.directory()));
    assertEquals("token-2", Files.readString(volume.tokenFile()));
  }

  @Test
  void clockSetBackIsNoticedWithinThePeriod() {
    manual.step(Duration.ofHours(-2));

    manual.advance(Duration.ofSeconds(59));
    assertEquals(List.of(), volume.rotations());
    manual.advance(Duration.ofSeconds(1));

    assertEquals(1, volume.rotations().size());
    assertEquals(manual.instant(), volume.token().issuedAt());
  }

  @Test
  void stalledKubeletLetsTheTokenExpireAndCatchesUp() throws Exception {
    volume.stall();
    manual.advance(DAY.plus(Duration.ofHours(1)));
    assertEquals("token-1", Files.readString(volume.tokenFile()));
    assertTrue(volume.token().expiresAt().isBefore(manual.instant()));

    volume.resume();

    assertEquals("token-2", Files.readString(volume.tokenFile()));
    assertEquals(List.of(Kind.MOUNTED, Kind.STALLED, Kind.RESUMED, Kind.ROTATED), kinds());
  }

  @Test
  void aTokenThatIsIssuedDuringAStallIsNotWritten() throws Exception {
    apiServer.whileIssuing = volume::stall;
    manual.advance(DUE);
    assertEquals("token-1", Files.readString(volume.tokenFile()));
    assertEquals(2, apiServer.issued.size());
  }

  @Test
  void expiredTokenStaysUntilTheKubeletGoesOn() throws Exception {
    volume.expire(Duration.ofHours(1));
    assertEquals("token-2", Files.readString(volume.tokenFile()));
    assertEquals(START.minus(Duration.ofHours(1)), volume.token().expiresAt());
    assertEquals(DAY, volume.token().lifetime());

    manual.advance(DAY);
    assertEquals("token-2", Files.readString(volume.tokenFile()));
    volume.resume();

    assertEquals("token-3", Files.readString(volume.tokenFile()));
    assertEquals(manual.instant(), volume.token().issuedAt());
  }

  @Test
  void corruptedTokenStaysUntilTheKubeletGoesOn() throws Exception {
    volume.corrupt(new byte[] {0, -1, 7});
    manual.advance(DAY);
    assertArrayEquals(new byte[] {0, -1, 7}, Files.readAllBytes(volume.tokenFile()));

    volume.resume();

    assertEquals("token-2", Files.readString(volume.tokenFile()));
    assertEquals(List.of(Kind.MOUNTED, Kind.CORRUPTED, Kind.RESUMED, Kind.ROTATED), kinds());
  }

  @Test
  void rejectedRequestKeepsTheTokenAndIsRetried() throws Exception {
    apiServer.refusal = new IllegalStateException("serviceaccounts \"my-sa\" not found");

    manual.advance(DUE.plus(Duration.ofMinutes(2)));

    assertEquals("token-1", Files.readString(volume.tokenFile()));
    var failures = volume.events().stream().filter(event -> event.kind() == Kind.FAILED).toList();
    assertEquals(
        List.of(START.plus(DUE), START.plus(DUE).plusSeconds(60), START.plus(DUE).plusSeconds(120)),
        failures.stream().map(VolumeEvent::at).toList());
    assertTrue(failures.get(0).problem().contains("not found"), failures::toString);
    apiServer.refusal = null;
    manual.advance(Duration.ofMinutes(1));
    assertEquals("token-2", Files.readString(volume.tokenFile()));
  }

  @Test
  void closingRemovesEverythingAndEndsTheRotation() {
    volume.close();
    volume.close();

    assertFalse(Files.exists(volume.directory()));
    assertEquals(0, manual.pendingTasks());
    assertThrows(IllegalStateException.class, volume::rotate);
    assertFalse(Files.exists(volume.directory()));
  }

  @Test
  void readersSeeWholeTokensOnlyHoweverOftenTheyRotate() throws Exception {
    var seen = ConcurrentHashMap.<String>newKeySet();
    var reading = new CountDownLatch(1);
    var enough = new CountDownLatch(1);
    var reader =
        new Thread(
            () -> {
              while (enough.getCount() > 0) {
                try {
                  seen.add(Files.readString(volume.tokenFile()));
                  reading.countDown();
                } catch (IOException e) {
                  // As on a node: the old directory may be removed while the path is being
                  // resolved.
                }
              }
            });
    reader.start();
    reading.await();

    for (int rotation = 0; rotation < 300; rotation++) {
      volume.rotate();
    }

    enough.countDown();
    reader.join();
    assertTrue(apiServer.issued.containsAll(seen), seen::toString);
  }

  private List<Kind> kinds() {
    return volume.events().stream().map(VolumeEvent::kind).toList();
  }

  private static Set<String> names(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** An API server that numbers its tokens, which need not be valid here. */
  private static final class ApiServer implements Function<Instant, BoundToken> {

    final List<String> issued = new ArrayList<>();
    private final Duration lifetime;
    private RuntimeException refusal;
    private Runnable whileIssuing = () -> {};

    ApiServer(Duration lifetime) {
      this.lifetime = lifetime;
    }

    @Override
    public BoundToken apply(Instant issuedAt) {
      if (refusal != null) {
        throw refusal;
      }
      whileIssuing.run();
      var from = issuedAt.truncatedTo(ChronoUnit.SECONDS);
      var token = new BoundToken("token-" + (issued.size() + 1), from, from.plus(lifetime));
      issued.add(token.value());
      return token;
    }
  }
}
