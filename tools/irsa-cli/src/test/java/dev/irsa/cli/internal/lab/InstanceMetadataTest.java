package dev.irsa.cli.internal.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.irsa.policy.AccessKey;
import dev.irsa.testkit.IrsaLab;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceMetadataTest {
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

  private final HttpClient client = HttpClient.newHttpClient();
  private IrsaLab lab;
  private InstanceMetadata metadata;

  @BeforeEach
  void start() throws Exception {
    lab = IrsaLab.start();
    metadata = InstanceMetadata.start(lab);
  }

  @AfterEach
  void close() {
    metadata.close();
    lab.close();
  }

  @Test
  void itHandsOutSessionsOfTheNodesRoleThatTheLabKnows() throws Exception {
    String role = get(ROLES).body();
    Map<String, Object> document = JSONObjectUtils.parse(get(ROLES + role).body());

    AccessKey key = lab.accessKeys().find((String) document.get("AccessKeyId")).orElseThrow();
    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/" + role + "/i-0123456789abcdef0",
        key.principal().arn());
    assertEquals(key.secretAccessKey(), document.get("SecretAccessKey"));
    assertEquals(key.sessionToken(), document.get("Token"));
    assertEquals(String.valueOf(key.expiresAt()), document.get("Expiration"));
    assertEquals(List.of(key), metadata.issued());
  }

  @Test
  void otherPathsDoNotExist() throws Exception {
    assertEquals(404, get("/latest/user-data").statusCode());
    assertEquals(List.of(), metadata.issued());
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(metadata.endpoint() + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
