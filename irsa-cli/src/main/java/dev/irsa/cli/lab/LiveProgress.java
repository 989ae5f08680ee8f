package dev.irsa.cli.lab;

import dev.irsa.cli.terminal.Screen;
import dev.irsa.cli.terminal.Style;
import dev.irsa.cli.terminal.Text;
import dev.irsa.testkit.kubernetes.BoundToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Displays the events line by line, and below them the current status, five times a second. Owns
 * its thread. {@link #close} ends it and removes the status.
 */
final class LiveProgress implements AutoCloseable {
  private static final long PERIOD_MILLIS = 200;

  private final Screen screen;
  private final Stage stage;
  private final Pace pace;
  private final Instant start;
  private final Chronicle chronicle;
  private final ScheduledExecutorService painter =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "irsa-lab-progress");
            daemon.setDaemon(true);
            return daemon;
          });

  LiveProgress(Screen screen, Stage stage, Pace pace) {
    this.screen = screen;
    this.stage = stage;
    this.pace = pace;
    this.start = stage.lab().time().now();
    this.chronicle =
        new Chronicle(
            stage.lab().time().clock(),
            () -> stage.lab().requests().of(Traffic.EXCHANGE),
            this::line);
  }

  Chronicle chronicle() {
    return chronicle;
  }

  void begin() {
    ScheduledFuture<?> unused =
        painter.scheduleAtFixedRate(this::paint, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void paint() {
    chronicle.catchUp();
    BoundToken token = stage.pod().tokenVolume().token();
    screen.status(
        StatusView.lines(
            stage.lab().requests().all(),
            pace.sessionLifetime(),
            token.issuedAt(),
            token.expiresAt(),
            stage.lab().time().now()));
  }

  private void line(Happening happening) {
    double seconds = Duration.between(start, happening.at()).toMillis() / 1000.0;
    screen.line(
        Text.of("   ")
            .dim(String.format(Locale.ROOT, "%6.1f s  ", seconds))
            .add(
                "%-12s".formatted(happening.kind().name().toLowerCase(Locale.ROOT)),
                style(happening.kind()))
            .plain(happening.text()));
  }

  private static Style style(Happening.Kind kind) {
    return switch (kind) {
      case CREDENTIALS -> Style.GOOD;
      case EXCHANGE, STS -> Style.WARN;
      case DENIAL -> Style.BAD;
      case POD, TOKEN, CLEANUP -> Style.NAME;
    };
  }

  @Override
  public void close() {
    painter.shutdownNow();
    try {
      painter.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    screen.close();
  }
}
