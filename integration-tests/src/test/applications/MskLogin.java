import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import software.amazon.msk.auth.iam.IAMClientCallbackHandler;
import software.amazon.msk.auth.iam.IAMLoginModule;
import software.amazon.msk.auth.iam.internals.AWS4SignedPayloadGenerator;
import software.amazon.msk.auth.iam.internals.IAMSaslClient;

/** Logs in to Amazon MSK with aws-msk-iam-auth as it is. Prints what the broker would get. */
public class MskLogin {
  public static void main(String[] arguments) throws Exception {
    IAMClientCallbackHandler handler = new IAMClientCallbackHandler();
    handler.configure(
        Map.of(),
        "AWS_MSK_IAM",
        List.of(
            new AppConfigurationEntry(
                IAMLoginModule.class.getName(),
                AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                Map.of())));
    String broker = "b-1.demo.kafka." + System.getenv("AWS_REGION") + ".amazonaws.com";
    IAMSaslClient client =
        new IAMSaslClient("AWS_MSK_IAM", handler, broker, new AWS4SignedPayloadGenerator());
    System.out.println(
        new String(client.evaluateChallenge(new byte[0]), StandardCharsets.UTF_8));
    System.exit(0);
  }
}
