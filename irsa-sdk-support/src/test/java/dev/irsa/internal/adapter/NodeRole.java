package dev.irsa.internal.adapter;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.SessionTags;
import dev.irsa.testkit.internal.InstanceMetadata;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The role of a node, which a pod must not use. */
public final class NodeRole {
  public static final String KEY = "ASIANODENODENODENODE";
  private static final AccessKey.Principal NODE =
      new AccessKey.Principal("arn:aws:sts::111122223333:assumed-role/node/i-1", "AROA:i-1", null);

  private NodeRole() {}

  /** Starts instance metadata that always hand out the same session. */
  public static InstanceMetadata start() throws IOException {
    return InstanceMetadata.start(
        () -> {
          Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
          Instant end = now.plus(6, ChronoUnit.HOURS);
          return new AccessKey(KEY, "secret", "token", NODE, now, end, SessionTags.NONE);
        });
  }
}
