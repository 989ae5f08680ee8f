package dev.irsa.testkit.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.irsa.testkit.internal.TimeSource;
import dev.irsa.testkit.kubernetes.TokenVolume.VolumeEvent.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The projected service account token volume of a pod. It has the layout of kubelet's atomic
 * writer, and the token is rotated as kubelet does: at 80 % of its lifetime, at the age of 24 h, or
 * when the clock is set to a time before the token's {@code iat}.
 *
 * <p>It follows the lab's time, real or manual. Faults ({@link #expire}, {@link #corrupt}, {@link
 * #removeToken}) last until {@link #resume} or {@link #rotate}; each of them stalls the rotation,
 * which would otherwise repair the volume. Thread-safe. {@link #close} ends the rotation and
 * removes the directory.
 */
public final class TokenVolume implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(TokenVolume.class.getName());

  private final TimeSource time;

  /** Issues a token of a given time, or throws the API server's error. */
  private final Function<Instant, BoundToken> requests;

  private final Path directory;
  private final AtomicDirectory files;
  private final List<VolumeEvent> events = new CopyOnWriteArrayList<>();
  private final List<Consumer<VolumeEvent>> listeners = new CopyOnWriteArrayList<>();

  // Held during file operations, since its purpose is to allow one writer at a time. Never held
  // while a token is issued or a listener is called.

  @GuardedBy("this")
  private RotationTimes rotation;

  @GuardedBy("this")
  private boolean damaged;

  @GuardedBy("this")
  private boolean stalled;

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private @Nullable Future<?> nextLook;

  private TokenVolume(
      Path directory,
      String file,
      int mode,
      TimeSource time,
      Function<Instant, BoundToken> requests,
      BoundToken first)
      throws IOException {
    this.directory = directory;
    this.time = time;
    this.requests = requests;
    this.files = new AtomicDirectory(directory, file, mode, new SplittableRandom());
    this.rotation = new RotationTimes(first);
    files.create();
    files.write(bytes(first), time.now());
  }

  /**
   * Creates the directory, writes the first token and rotates it from now on.
   *
   * @param directory created with its parents, and removed by {@link #close}
   * @param file the name of the token file in the directory
   * @param mode the mode of the token file: with kubelet usually 0644, in pods that run as a single
   *     user 0600, and with {@code fsGroup} 0640
   * @param requests issues a token of a given time, or throws the API server's error; kubelet then
   *     keeps the current token and tries again later
   * @throws IOException if a file operation fails
   */
  public static TokenVolume mount(
      Path directory,
      String file,
      int mode,
      TimeSource time,
      Function<Instant, BoundToken> requests)
      throws IOException {
    if (mode < 0 || mode > 0777) {
      throw new IllegalArgumentException(
          "mode: expected 0 to 0777, found 0" + Integer.toOctalString(mode));
    }
    var first = requests.apply(time.now());
    var volume = new TokenVolume(directory, file, mode, time, requests, first);
    volume.happened(Kind.MOUNTED, first, null);
    volume.lookLater();
    return volume;
  }

  /**
   * Returns the directory, which a pod sees at {@code
   * /var/run/secrets/eks.amazonaws.com/serviceaccount} or, for EKS Pod Identity, at {@code
   * /var/run/secrets/pods.eks.amazonaws.com/serviceaccount}.
   */
  public Path directory() {
    return directory;
  }

  /**
   * Returns the token file, the value of {@code AWS_WEB_IDENTITY_TOKEN_FILE} or {@code
   * AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE}: a symbolic link, not resolved.
   */
  public Path tokenFile() {
    return files.file();
  }

  /** Returns the last valid or expired token that was written in full. */
  public synchronized BoundToken token() {
    return rotation.token();
  }

  /** Returns all events, oldest first. */
  public List<VolumeEvent> events() {
    return List.copyOf(events);
  }

  /** Returns the rotations, oldest first. Writing the first token is not a rotation. */
  public List<VolumeEvent> rotations() {
    return events.stream().filter(event -> event.kind() == Kind.ROTATED).toList();
  }

  /**
   * Adds a listener. It is called on the thread that causes the event: the time's scheduler, or the
   * caller's thread.
   */
  public void addListener(Consumer<VolumeEvent> listener) {
    listeners.add(listener);
  }

  /**
   * Writes a fresh token now, and ends a stall or a fault.
   *
   * @throws RuntimeException the API server's error; the volume is then unchanged
   */
  public void rotate() {
    var token = requests.apply(time.now());
    synchronized (this) {
      put(token);
      damaged = false;
      stalled = false;
    }
    happened(Kind.ROTATED, token, null);
    lookLater();
  }

  /** Stops the rotation, so that the token ages and expires. */
  public void stall() {
    synchronized (this) {
      stalled = true;
    }
    happened(Kind.STALLED, null, null);
  }

  /** Resumes the rotation. Immediately repairs the volume, or rotates the token if it is due. */
  public void resume() {
    synchronized (this) {
      stalled = false;
    }
    happened(Kind.RESUMED, null, null);
    look();
  }

  /**
   * Writes an expired token of the usual lifetime, and stalls the rotation.
   *
   * @param ago how long ago the token expired; more than STS tolerates if it is to be rejected
   */
  public void expire(Duration ago) {
    var token = requests.apply(time.now().minus(token().lifetime()).minus(ago));
    synchronized (this) {
      put(token);
      damaged = false;
      stalled = true;
    }
    happened(Kind.EXPIRED, token, null);
  }

  /** Writes the given bytes instead of a token, and stalls the rotation. */
  public void corrupt(byte[] content) {
    damage(content.clone());
  }

  /** Removes the token file, as before a volume is mounted, and stalls the rotation. */
  public void removeToken() {
    damage(null);
  }

  /** Ends the rotation and removes the directory with its content. Closing is idempotent. */
  @Override
  public synchronized void close() {
    try {
      closed = true;
      cancelNextLook();
      files.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checks the volume, as kubelet does at every sync of the pod. */
  private void look() {
    try {
      if (isDue()) {
        var token = requests.apply(time.now());
        if (putUnlessStalled(token)) {
          happened(Kind.ROTATED, token, null);
        }
      }
    } catch (RuntimeException e) {
      happened(Kind.FAILED, null, e.toString());
    }
    lookLater();
  }

  private synchronized boolean isDue() {
    return !closed && !stalled && (damaged || rotation.isDueAt(time.now()));
  }

  private synchronized boolean putUnlessStalled(BoundToken token) {
    if (closed || stalled) {
      return false;
    }
    put(token);
    damaged = false;
    return true;
  }

  private void damage(byte @Nullable [] content) {
    synchronized (this) {
      write(content);
      damaged = true;
      stalled = true;
    }
    happened(Kind.CORRUPTED, null, null);
  }

  @GuardedBy("this")
  private void put(BoundToken token) {
    write(bytes(token));
    rotation = new RotationTimes(token);
  }

  @GuardedBy("this")
  private void write(byte @Nullable [] content) {
    if (closed) {
      throw new IllegalStateException("the volume is closed");
    }
    try {
      files.write(content, time.now());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void lookLater() {
    try {
      cancelNextLook();
      if (!closed) {
        long pause = rotation.pauseAt(time.now()).toNanos();
        nextLook = time.scheduler().schedule(this::look, pause, TimeUnit.NANOSECONDS);
      }
    } catch (RejectedExecutionException e) {
      // The lab's time was closed; the volume is about to be closed as well.
    }
  }

  @GuardedBy("this")
  private void cancelNextLook() {
    if (nextLook != null) {
      nextLook.cancel(false);
    }
  }

  private void happened(Kind kind, @Nullable BoundToken token, @Nullable String problem) {
    var event = new VolumeEvent(time.now(), kind, token, problem);
    events.add(event);
    for (var listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        // A failing listener must not stop the rotation.
        LOGGER.log(System.Logger.Level.WARNING, "a listener threw an exception for " + kind, e);
      }
    }
  }

  private static byte[] bytes(BoundToken token) {
    return token.value().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * An event of a {@link TokenVolume}.
   *
   * @param at the time of the event, by the lab's wall clock
   * @param token the token in the volume after the event, if it is a complete one
   * @param problem the cause, for {@link Kind#FAILED}
   */
  public record VolumeEvent(
      Instant at, Kind kind, @Nullable BoundToken token, @Nullable String problem) {

    /** The kind of an event. */
    public enum Kind {
      /** The first token was written. */
      MOUNTED,
      /** A fresh token replaced the content, because a rotation was due or requested. */
      ROTATED,
      /** The rotation was stalled. */
      STALLED,
      /** The rotation was resumed. */
      RESUMED,
      /** An expired token replaced the current one; the rotation is stalled. */
      EXPIRED,
      /** The token was removed or replaced by invalid content; the rotation is stalled. */
      CORRUPTED,
      /**
       * A rotation failed because the API server rejected the request or a file operation failed.
       * It will be tried again.
       */
      FAILED
    }
  }

  /**
   * A service account token as issued by the API server.
   *
   * @param value the signed JWT
   * @param issuedAt {@code iat}, whole seconds
   * @param expiresAt {@code exp}, whole seconds
   */
  public record BoundToken(String value, Instant issuedAt, Instant expiresAt) {

    public BoundToken {
      if (!expiresAt.isAfter(issuedAt)) {
        throw new IllegalArgumentException(
            "expiresAt: expected a time after " + issuedAt + ", found " + expiresAt);
      }
    }

    /** Returns the time from issue to expiration. */
    public Duration lifetime() {
      return Duration.between(issuedAt, expiresAt);
    }

    @Override
    public String toString() {
      return "BoundToken[value=***, issuedAt=" + issuedAt + ", expiresAt=" + expiresAt + "]";
    }
  }
}
