package dev.irsa.cli.report;

import java.util.List;

/**
 * Lanes that belong together.
 *
 * @param heading the heading; empty if there is only one group
 * @param pod the name of the pod; empty for lanes that concern all pods
 * @param lanes the lanes, from top to bottom
 */
record LaneGroup(String heading, String pod, List<Lane> lanes) {

  LaneGroup {
    lanes = List.copyOf(lanes);
  }
}
