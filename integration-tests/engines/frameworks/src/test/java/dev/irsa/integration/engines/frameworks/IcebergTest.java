package dev.irsa.integration.engines.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.irsa.integration.engines.PodTest;
import dev.irsa.integration.engines.Snippet;
import dev.irsa.testkit.server.RequestRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.aws.RESTSigV4AuthManager;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.rest.HTTPRequest;
import org.apache.iceberg.rest.ImmutableHTTPRequest;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.auth.AuthManagers;
import org.apache.iceberg.rest.auth.AuthSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What signs in a catalog of Iceberg with the page's line: the files of its tables, and requests to
 * a REST catalog.
 */
final class IcebergTest extends PodTest {
  /** Only OAuth would use it. */
  private static final RESTClient NONE = null;

  private static final Pattern KEY = Pattern.compile("Credential=(\\w+)/");

  @BeforeEach
  void createBucket() {
    pod.lab().objects().createBucket("data");
  }

  /** Returns the properties of a catalog, of which Iceberg passes nearly all to the provider. */
  private Map<String, String> catalog(Map<String, String> more) {
    Map<String, String> properties = new TreeMap<>(Snippet.of("iceberg.properties").map());
    properties.put("type", "rest");
    properties.put("uri", "https://catalog.example.com");
    properties.put("warehouse", "s3://data/warehouse");
    properties.put("io-impl", S3FileIO.class.getName());
    properties.put("client.region", pod.lab().region());
    properties.put("http-client.type", "urlconnection");
    properties.put("s3.endpoint", pod.lab().s3().plainUri().toString());
    properties.put("s3.path-style-access", "true");
    properties.putAll(more);
    return properties;
  }

  @Test
  void filesAreWrittenAndReadAsThePodsRole() throws IOException {
    assertCallerOfS3(ofThePod(), Map.of());
  }

  /** A REST catalog may send keys with each table, and where to get the next ones. */
  @Test
  void keysThatACatalogVendsDoNotTakeThePodsPlace() throws IOException {
    assertCallerOfS3(
        ofThePod(),
        Map.of(
            "s3.access-key-id", "ASIAVENDEDVENDEDVEND",
            "s3.secret-access-key", "secret",
            "s3.session-token", "token",
            "client.refresh-credentials-endpoint", "v1/credentials"));
  }

  /** Iceberg's own AssumeRoleAwsClientFactory does not ask the provider of the page. */
  @Test
  void filesAreWrittenAndReadAsTheRoleThatThePodsRoleAssumes() throws IOException {
    String role = pod.createChainableRole("partner");

    assertCallerOfS3(
        "arn:aws:sts::111122223333:assumed-role/partner/",
        Map.of("client.credentials-provider.chained-role-arn", role));
  }

  private void assertCallerOfS3(String expected, Map<String, String> more) throws IOException {
    try (S3FileIO files = new S3FileIO()) {
      files.initialize(catalog(more));
      try (OutputStream out = files.newOutputFile("s3://data/warehouse/a").create()) {
        out.write(7);
      }
      try (InputStream in = files.newInputFile("s3://data/warehouse/a").newStream()) {
        assertEquals(7, in.read());
      }
    }
    Set<String> callers =
        pod.lab().requests().all().stream()
            .filter(request -> request.service().equals("s3"))
            .map(RequestRecord::callerArn)
            .collect(Collectors.toSet());
    assertEquals(1, callers.size(), callers::toString);
    assertTrue(callers.iterator().next().startsWith(expected), callers::toString);
    assertEquals(1, pod.sessions());
  }

  private String ofThePod() {
    return pod.lab().roleOf(pod.account()).sessionArn("irsa-");
  }

  @Test
  void requestsToARestCatalogAreSignedAsThePodsRole() {
    Map<String, String> properties =
        catalog(
            Map.of(
                "rest.auth.type", "sigv4",
                "rest.auth.sigv4.delegate-auth-type", "none",
                "rest.signing-region", pod.lab().region()));
    HTTPRequest request =
        ImmutableHTTPRequest.builder()
            .baseUri(URI.create("https://catalog.example.com"))
            .method(HTTPRequest.HTTPMethod.GET)
            .path("v1/config")
            .build();
    try (RESTSigV4AuthManager manager =
            (RESTSigV4AuthManager) AuthManagers.loadAuthManager("catalog", properties);
        AuthSession session = manager.catalogSession(NONE, properties)) {
      String authorization =
          session.authenticate(request).headers().firstEntry("Authorization").orElseThrow().value();

      Matcher key = KEY.matcher(authorization);
      assertTrue(key.find(), authorization);
      String arn = pod.lab().accessKeys().find(key.group(1)).orElseThrow().principal().arn();
      assertTrue(arn.startsWith(ofThePod()), arn);
    }
  }
}
