package dev.irsa.cli.lab;

import dev.irsa.cli.terminal.Screen;
import dev.irsa.cli.terminal.Text;
import dev.irsa.testkit.server.RequestRecord;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Displays a run while it goes on: on a terminal as one screen that is updated five times a second,
 * elsewhere as one line for each event. Owns its thread. {@link #close} ends it, and leaves the
 * last screen.
 */
final class LiveProgress implements AutoCloseable {
  private static final long PERIOD_MILLIS = 200;

  private final Screen screen;
  private final RunWatch watch;
  private final Chronicle chronicle;
  private final ScheduledExecutorService painter =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "irsa-lab-progress");
            daemon.setDaemon(true);
            return daemon;
          });

  /**
   * Creates a display of a run.
   *
   * @param exchanges supplies all exchanges so far of the pod whose story is told
   */
  LiveProgress(
      Screen screen, RunWatch watch, Clock clock, Supplier<List<RequestRecord>> exchanges) {
    this.screen = screen;
    this.watch = watch;
    this.chronicle = new Chronicle(clock, exchanges, this::line);
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
    if (screen.showsStatus()) {
      screen.status(view());
    }
  }

  private List<Text> view() {
    return LiveView.lines(watch.timeline(), chronicle.happenings());
  }

  private void line(Happening happening) {
    if (!screen.showsStatus()) {
      screen.line(LiveView.event(watch.log().start(), happening));
    }
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
    if (screen.showsStatus()) {
      view().forEach(screen::line);
    }
  }
}
