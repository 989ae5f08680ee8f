package dev.irsa.kafka;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import software.amazon.msk.auth.iam.IAMLoginModule;
import software.amazon.msk.auth.iam.internals.AWS4SignedPayloadGenerator;
import software.amazon.msk.auth.iam.internals.IAMSaslClient;

/** The two ways to log in to MSK, with our handlers in AWS's and Kafka's classes. */
enum MskLogin {
  AWS_MSK_IAM(IAMLoginModule.class) {
    @Override
    AuthenticateCallbackHandler handler() {
      return new IrsaClientCallbackHandler();
    }

    /** Returns the JSON document that AWS's SASL client sends to the broker. */
    @Override
    Signature signature(AuthenticateCallbackHandler handler, String region) throws Exception {
      String broker = "b-1.demo.kafka." + region + ".amazonaws.com";
      IAMSaslClient client =
          new IAMSaslClient(name(), handler, broker, new AWS4SignedPayloadGenerator());
      String payload = new String(client.evaluateChallenge(new byte[0]), StandardCharsets.UTF_8);
      Map<String, Object> members = JSONObjectUtils.parse(payload);
      return Signature.of(
          String.valueOf(members.get("host")),
          String.valueOf(members.get("x-amz-credential")),
          String.valueOf(members.get("x-amz-security-token")));
    }
  },

  OAUTHBEARER(OAuthBearerLoginModule.class) {
    @Override
    AuthenticateCallbackHandler handler() {
      return new IrsaOAuthBearerLoginCallbackHandler();
    }

    /** Returns the presigned URL in the token that Kafka sends to the broker. */
    @Override
    Signature signature(AuthenticateCallbackHandler handler, String region) throws Exception {
      URI url =
          URI.create(
              new String(
                  Base64.getUrlDecoder().decode(token(handler).value()), StandardCharsets.UTF_8));
      Map<String, String> parameters = new TreeMap<>();
      for (String parameter : url.getQuery().split("&", -1)) {
        int equals = parameter.indexOf('=');
        parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
      return Signature.of(
          url.getHost(),
          parameters.get("X-Amz-Credential"),
          parameters.get("X-Amz-Security-Token"));
    }
  };

  private static final Pattern BLOCK = Pattern.compile("(?s)```properties\\n(.*?)```");

  private final Class<?> module;

  MskLogin(Class<?> module) {
    this.module = module;
  }

  abstract AuthenticateCallbackHandler handler();

  abstract Signature signature(AuthenticateCallbackHandler handler, String region) throws Exception;

  /** Returns a handler that is configured as Kafka does it. */
  AuthenticateCallbackHandler configured(Map<String, String> options) {
    return configured(options, module.getName());
  }

  AuthenticateCallbackHandler configured(Map<String, String> options, String moduleName) {
    AuthenticateCallbackHandler created = handler();
    created.configure(
        Map.of(),
        name(),
        List.of(new AppConfigurationEntry(moduleName, LoginModuleControlFlag.REQUIRED, options)));
    return created;
  }

  static OAuthBearerToken token(AuthenticateCallbackHandler handler) throws Exception {
    OAuthBearerTokenCallback callback = new OAuthBearerTokenCallback();
    handler.handle(new Callback[] {callback});
    return callback.token();
  }

  /** Returns the properties of the block of docs/adopting.md that contains a text. */
  static Map<String, Object> page(String text) {
    Properties properties = new Properties();
    try {
      String page = Files.readString(Path.of("..", "..", "docs", "adopting.md"));
      String block =
          BLOCK
              .matcher(page)
              .results()
              .map(result -> result.group(1))
              .filter(each -> each.contains(text))
              .findFirst()
              .orElseThrow(() -> new AssertionError("the page does not show " + text));
      properties.load(new StringReader(block));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Object> map = new TreeMap<>();
    properties.forEach((key, value) -> map.put((String) key, value));
    return map;
  }

  /** Returns the configuration of a Kafka client as docs/adopting.md shows it. */
  Map<String, Object> client() {
    Map<String, Object> client = page("sasl.mechanism=" + name());
    client.put("bootstrap.servers", "127.0.0.1:9");
    return client;
  }

  Map<String, Object> client(String options) {
    Map<String, Object> client = client();
    client.put("sasl.jaas.config", module.getName() + " required" + options + ";");
    return client;
  }

  /**
   * What the broker gets.
   *
   * @param host the host that the signature is for
   * @param accessKeyId the key of the session that signed
   * @param scope region and service
   * @param sessionToken the token of the session
   */
  record Signature(String host, String accessKeyId, String scope, String sessionToken) {
    static Signature of(String host, String credential, String sessionToken) {
      List<String> parts = new ArrayList<>(List.of(credential.split("/", -1)));
      return new Signature(host, parts.get(0), parts.get(2) + "/" + parts.get(3), sessionToken);
    }

    @Override
    public String toString() {
      return "Signature[" + host + ", " + accessKeyId + ", " + scope + "]";
    }
  }
}
