package dev.irsa.cli.report;

import dev.irsa.cli.timeline.Timeline;
import java.time.Instant;
import java.util.List;

/**
 * The content of a report. Immutable.
 *
 * @param title what was run
 * @param holds whether every claim holds
 * @param verdict the result, as a short sentence
 * @param introduction what happened, in one or two sentences
 * @param tiles the most important figures
 * @param timeline what happened
 * @param findings the claims
 * @param story the events, in chronological order
 * @param origin when, where and with what the report was made
 */
public record Report(
    String title,
    boolean holds,
    String verdict,
    String introduction,
    List<Tile> tiles,
    Timeline timeline,
    List<Finding> findings,
    List<StoryLine> story,
    String origin) {

  /** Copies the lists. */
  public Report {
    tiles = List.copyOf(tiles);
    findings = List.copyOf(findings);
    story = List.copyOf(story);
  }

  /**
   * Figures that are shown large.
   *
   * @param label what they count
   * @param figures one for each pod
   */
  public record Tile(String label, List<Figure> figures) {

    /** Copies the figures. */
    public Tile {
      figures = List.copyOf(figures);
    }

    /** Creates a tile with one figure: the number with its unit. */
    public Tile(String figure, String label) {
      this(label, List.of(new Figure("", figure, false)));
    }
  }

  /**
   * A figure of a tile.
   *
   * @param pod what supplies the pod's credentials; empty if there is only one pod
   * @param text the number with its unit
   * @param worse whether it is worse than that of the first pod
   */
  public record Figure(String pod, String text, boolean worse) {}

  /**
   * A claim.
   *
   * @param holds whether the evidence confirms it
   * @param statement the claim in words
   * @param evidence the evidence in words
   */
  public record Finding(boolean holds, String statement, String evidence) {}

  /**
   * An event.
   *
   * @param at its time
   * @param subject what it concerns, in a word
   * @param text a description
   */
  public record StoryLine(Instant at, String subject, String text) {}
}
