package dev.irsa.testkit.internal.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.policy.AccessKey;
import dev.irsa.policy.AccessKeys;
import dev.irsa.policy.Account;
import dev.irsa.policy.Role;
import dev.irsa.testkit.IrsaLab;
import dev.irsa.testkit.LabClients;
import dev.irsa.testkit.ManualTime;
import dev.irsa.testkit.internal.JsonObjects;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** A lab whose STS tests call without TLS, and the issuer's tokens with any claims. */
final class StsFixture implements AutoCloseable {
  static final String SUBJECT = "system:serviceaccount:default:my-sa";
  final ManualTime manual = ManualTime.startingAt(Instant.parse("2031-03-14T15:04:05.678Z"));
  final IrsaLab lab = IrsaLab.builder().time(manual).start();
  final Account account = lab.iam();
  final AccessKeys keys = lab.accessKeys();
  final URI issuer = lab.issuer().issuer();

  /** The role that trusts {@link #SUBJECT}. */
  final Role role = lab.roleOf(lab.createServiceAccount("default", "my-sa"));

  private final LabClients clients = new LabClients(lab);

  /** Returns the number of documents that STS fetched from the issuer. */
  int fetched() {
    return lab.issuerRequests().all().size();
  }

  Map<String, Object> claims() {
    long now = manual.instant().getEpochSecond();
    return JsonObjects.of(
        "iss",
        issuer.toString(),
        "aud",
        List.of("sts.amazonaws.com"),
        "sub",
        SUBJECT,
        "iat",
        now,
        "nbf",
        now,
        "exp",
        now + 86_400);
  }

  String token() {
    return lab.issuer().mint(claims());
  }

  /** Returns a token with a changed claim, or without it if the value is null. */
  String token(String claim, Object value) {
    Map<String, Object> claims = claims();
    claims.put(claim, value);
    claims.values().removeIf(Objects::isNull);
    return lab.issuer().mint(claims);
  }

  /** Returns a token whose claims were changed after it was signed. */
  String forged() {
    String[] parts = token().split("\\.", -1);
    String[] other = token("sub", SUBJECT + "x").split("\\.", -1);
    return parts[0] + "." + other[1] + "." + parts[2];
  }

  StsClient anonymous() {
    return client(AnonymousCredentialsProvider.create());
  }

  StsClient signedBy(AccessKey key) {
    return client(StaticCredentialsProvider.create(LabClients.credentials(key)));
  }

  StsClient client(AwsCredentialsProvider provider) {
    return clients.sts(lab.sts().plainUri(), provider);
  }

  static void assertRefused(int status, String code, String text, Executable request) {
    StsException refusal = assertThrows(StsException.class, request);
    assertEquals(code, refusal.awsErrorDetails().errorCode());
    assertEquals(status, refusal.statusCode());
    String message = refusal.awsErrorDetails().errorMessage();
    assertTrue(message.contains(text), message);
  }

  @Override
  public void close() {
    lab.close();
  }
}
