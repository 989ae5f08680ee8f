package dev.irsa.testkit.internal.sts;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Role;
import dev.irsa.policy.SessionTags;
import dev.irsa.testkit.internal.server.Xml;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Issues session credentials and writes them into responses. Thread-safe. */
record IssuedSessions(AccessKeys keys, Clock clock, LabStsSettings settings) {

  AccessKey issue(Role role, AssumeRoleParameters request) {
    return issue(role, request, SessionTags.NONE);
  }

  AccessKey issue(Role role, AssumeRoleParameters request, SessionTags tags) {
    // STS reports the expiration in whole seconds, and the session ends exactly then.
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(settings.sessionLifetime(request.duration()));
    return keys.issueSession(role, request.sessionName(), expiresAt, tags);
  }

  static Consumer<Xml> credentials(AccessKey key) {
    return xml ->
        xml.element("AccessKeyId", key.accessKeyId())
            .element("SecretAccessKey", key.secretAccessKey())
            .element("SessionToken", String.valueOf(key.sessionToken()))
            .element("Expiration", String.valueOf(key.expiresAt()));
  }

  static Consumer<Xml> assumedRole(AccessKey key) {
    return xml ->
        xml.element("AssumedRoleId", key.principal().userId())
            .element("Arn", key.principal().arn());
  }

  static void packedPolicySize(Xml xml, AssumeRoleParameters request) {
    Integer size = request.packedPolicySize();
    if (size != null) {
      xml.element("PackedPolicySize", size.toString());
    }
  }
}
