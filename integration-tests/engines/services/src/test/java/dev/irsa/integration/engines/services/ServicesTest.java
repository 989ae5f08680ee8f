package dev.irsa.integration.engines.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.iam.MeRequest;
import com.openai.auth.WorkloadIdentity;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.irsa.IrsaCredentials;
import dev.irsa.OutboundTokens;
import dev.irsa.credentials.CredentialsException;
import dev.irsa.credentials.OutboundTokenRequest;
import dev.irsa.integration.engines.PodTest;
import dev.irsa.testkit.server.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified SDKs exchange the pod's token for an access token, and sign in with that. */
class ServicesTest extends PodTest {

  private static final String AUDIENCE = "https://service.example";

  @TempDir private Path directory;

  private ServiceOutsideAws service;
  private IrsaCredentials irsa;

  @BeforeEach
  void startService() throws Exception {
    pod.lab().allowOutboundTokens(pod.account());
    service = new ServiceOutsideAws(pod.lab(), AUDIENCE);
    irsa = IrsaCredentials.fromEnvironment();
  }

  @AfterEach
  void closeService() {
    irsa.close();
    service.close();
  }

  private OutboundTokens tokens(String audience) {
    return irsa.outboundTokens(OutboundTokenRequest.audience(audience));
  }

  private OpenAIClient openAi(String audience) throws Exception {
    return OpenAIOkHttpClient.builder()
        .workloadIdentity(
            WorkloadIdentity.builder()
                .identityProviderId("idp_1")
                .serviceAccountId("sa_1")
                .provider(new Snippets.PodToken(tokens(audience)))
                .build())
        .proxy(service.proxy())
        .sslSocketFactory(service.sockets())
        .trustManager(service.trust())
        .maxRetries(0)
        .build();
  }

  private AnthropicClient anthropic(String audience) throws Exception {
    Path file = directory.resolve("token.jwt");
    Snippets.write(tokens(audience), file);
    return AnthropicOkHttpClient.builder()
        .configurationProvider(
            Snippets.federation("00000000-0000-0000-0000-000000000000", "fdrl_1", file))
        .proxy(service.proxy())
        .sslSocketFactory(service.sockets())
        .trustManager(service.trust())
        .maxRetries(0)
        .build();
  }

  private void assertOneTokenOfThePod() {
    assertEquals(List.of(), service.refused);
    assertEquals(List.of(pod.roleArn()), service.subjects);
    assertEquals(1, pod.sessions());
    assertEquals(1, pod.lab().requests().count("GetWebIdentityToken"));
  }

  private void assertOnlyTheAudienceIsWrong() {
    assertEquals(Set.of("JWT aud claim rejected"), Set.copyOf(service.refused));
    assertEquals(List.of(), service.subjects);
  }

  @Test
  void openAiTakesTheTokenOfThePod() throws Exception {
    OpenAIClient client = openAi(AUDIENCE);
    try {
      assertEquals(0, client.models().list().data().size());
      assertEquals(0, client.models().list().data().size());
    } finally {
      client.close();
    }
    assertOneTokenOfThePod();
  }

  @Test
  void openAiTakesItAsAFuture() throws Exception {
    OpenAIClient client = openAi(AUDIENCE);
    try {
      assertEquals(0, client.async().models().list().get().data().size());
    } finally {
      client.close();
    }
    assertOneTokenOfThePod();
  }

  @Test
  void openAiIsNotGivenATokenForOthers() throws Exception {
    OpenAIClient client = openAi("https://other.example");
    try {
      assertThrows(RuntimeException.class, () -> client.models().list());
    } finally {
      client.close();
    }
    assertOnlyTheAudienceIsWrong();
  }

  @Test
  void anthropicReadsTheTokenOfThePodFromAFile() throws Exception {
    AnthropicClient client = anthropic(AUDIENCE);
    try {
      assertEquals(0, client.models().list().data().size());
      assertEquals(0, client.models().list().data().size());
    } finally {
      client.close();
    }
    assertOneTokenOfThePod();
  }

  @Test
  void anthropicReadsTheFileForEachExchange() throws Exception {
    service.lifetime = 1;
    AnthropicClient client = anthropic(AUDIENCE);
    try {
      var unused = client.models().list();
      Snippets.write(
          irsa.outboundTokens(
              OutboundTokenRequest.audience(AUDIENCE).withDuration(Duration.ofMinutes(10))),
          directory.resolve("token.jwt"));
      var unusedToo = client.models().list();
    } finally {
      client.close();
    }
    assertEquals(List.of(), service.refused);
    assertEquals(2, Set.copyOf(service.tokens).size());
  }

  @Test
  void aTokenThatCannotBeHadOrMovedLeavesNoFileForAnthropic() throws Exception {
    Path occupied = Files.createDirectories(directory.resolve("occupied/by")).getParent();
    assertThrows(IOException.class, () -> Snippets.write(tokens(AUDIENCE), occupied));
    pod.lab().sts().faults().on("GetWebIdentityToken").always(Fault.error("AccessDenied", 403, ""));
    OutboundTokens denied = tokens("https://denied.example");

    try {
      assertThrows(
          CredentialsException.class, () -> Snippets.write(denied, directory.resolve("token.jwt")));
    } finally {
      pod.lab().sts().faults().clear();
    }

    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(occupied), files.toList());
    }
  }

  @Test
  void anthropicIsNotGivenATokenForOthers() throws Exception {
    AnthropicClient client = anthropic("https://other.example");
    try {
      assertThrows(RuntimeException.class, () -> client.models().list());
    } finally {
      client.close();
    }
    assertOnlyTheAudienceIsWrong();
  }

  private WorkspaceClient databricks(String audience) {
    return new WorkspaceClient(
        new DatabricksConfig()
            .setHost(service.uri().toString())
            .setClientId("00000000-0000-0000-0000-000000000000")
            .setCredentialsProvider(new Snippets.PodLogin(tokens(audience))));
  }

  @Test
  void databricksTakesTheTokenOfThePod() {
    WorkspaceClient client = databricks(AUDIENCE);

    assertEquals("cart", client.currentUser().me(new MeRequest()).getUserName());
    assertEquals("cart", client.currentUser().me(new MeRequest()).getUserName());

    assertOneTokenOfThePod();
  }

  @Test
  void databricksIsNotGivenATokenForOthers() {
    WorkspaceClient client = databricks("https://other.example");

    assertThrows(RuntimeException.class, () -> client.currentUser().me(new MeRequest()));

    assertOnlyTheAudienceIsWrong();
  }

  private Connection snowflake(String audience) throws SQLException {
    Properties login = Snippets.snowflake(tokens(audience));
    // It takes no other host than its own, reached through a proxy here, without TLS.
    login.put("ssl", "off");
    login.put("useProxy", "true");
    login.put("proxyHost", service.uri().getHost());
    login.put("proxyPort", Integer.toString(service.uri().getPort()));
    login.put("disablePlatformDetection", "true"); // It would look for clouds' metadata.
    return DriverManager.getConnection("jdbc:snowflake://acme.snowflakecomputing.com/", login);
  }

  @Test
  void snowflakeTakesTheTokenOfThePod() throws Exception {
    for (int login = 0; login < 2; login++) {
      try (Connection connection = snowflake(AUDIENCE)) {
        assertFalse(connection.isClosed());
      }
    }
    assertEquals(List.of(), service.refused);
    assertEquals(List.of(pod.roleArn(), pod.roleArn()), service.subjects);
    assertEquals(1, pod.lab().requests().count("GetWebIdentityToken"));
  }

  @Test
  void snowflakeIsNotGivenATokenForOthers() {
    assertThrows(SQLException.class, () -> snowflake("https://other.example"));

    assertOnlyTheAudienceIsWrong();
  }

  @Test
  void aClientThatSendsTheTokenItselfIsThePod() throws Exception {
    URI orders = service.uri().resolve("/orders");
    OutboundTokens tokens = tokens(AUDIENCE);

    assertEquals(
        "{}",
        Snippets.bearer(tokens, service.uri().toString())
            .get()
            .uri("/orders")
            .retrieve()
            .body(String.class));
    assertEquals(
        "{}",
        HttpClient.newHttpClient()
            .send(Snippets.request(tokens, orders), BodyHandlers.ofString())
            .body());

    assertEquals(List.of(pod.roleArn(), pod.roleArn()), service.subjects);
    assertEquals(1, pod.lab().requests().count("GetWebIdentityToken"));
  }
}
