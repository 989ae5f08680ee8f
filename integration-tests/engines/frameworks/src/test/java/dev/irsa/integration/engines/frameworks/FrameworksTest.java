package dev.irsa.integration.engines.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.auth.AWSCredentialsProvider;
import dev.irsa.integration.engines.Messages;
import dev.irsa.integration.engines.PodTest;
import dev.irsa.integration.engines.Snippet;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.connector.aws.util.AWSGeneralUtil;
import org.apache.iceberg.aws.AwsClientProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.kinesis.multilang.config.DaemonClients;
import software.amazon.kinesis.multilang.config.KinesisClientLibConfigurator;
import software.amazon.kinesis.multilang.config.MultiLangDaemonConfiguration;

/** Providers that the code of frameworks creates from class names, with the page's settings. */
final class FrameworksTest extends PodTest {
  /** Whose code creates the provider. */
  private enum Framework {
    /** The constructor {@code (Properties)}, called by code shared by Flink's AWS connectors. */
    FLINK {
      @Override
      Object create(Map<String, String> settings) {
        AWSGeneralUtil.validateAwsCredentials(properties(settings));
        return AWSGeneralUtil.getCredentialsProvider(properties(settings));
      }
    },

    /** {@code create(Map)}. */
    ICEBERG {
      @Override
      Object create(Map<String, String> settings) {
        return new AwsClientProperties(settings).credentialsProvider(null, null, null);
      }
    },

    /** Kafka's own classes, as in the S3 sink of Confluent. */
    CONFLUENT {
      @Override
      Object create(Map<String, String> settings) {
        return new SinkConfig(settings).confluentStyle();
      }
    },

    /** The same for SDK 2.x. */
    CONFLUENT_V2 {
      @Override
      Object create(Map<String, String> settings) {
        return new SinkConfig(settings).ofSdkV2().confluentStyle();
      }
    },

    /** Kafka's own classes, as in the S3 sink of Aiven, which passes on all settings. */
    AIVEN {
      @Override
      Object create(Map<String, String> settings) {
        return new SinkConfig(settings).ofSdkV2().aivenStyle();
      }
    },

    /** {@code create(String[])} and similar methods, called by the Kinesis multilang daemon. */
    KINESIS_DAEMON {
      @Override
      Object create(Map<String, String> settings) {
        return daemon(settings).getKinesisCredentialsProvider().build(AwsCredentialsProvider.class);
      }
    };

    abstract Object create(Map<String, String> settings);

    private static MultiLangDaemonConfiguration daemon(Map<String, String> settings) {
      Properties daemon = properties(settings);
      daemon.setProperty("executableName", "worker.py");
      daemon.setProperty("applicationName", "app");
      daemon.setProperty("streamName", "stream");
      daemon.setProperty("regionName", "ap-northeast-2");
      return new KinesisClientLibConfigurator().getConfiguration(daemon);
    }

    private static Properties properties(Map<String, String> settings) {
      Properties properties = new Properties();
      properties.putAll(settings);
      return properties;
    }
  }

  /** Returns the settings of a file of the page, and one more. */
  private static Map<String, String> settings(String file, String more) {
    Map<String, String> settings = new TreeMap<>(Snippet.of(file + ".properties").map());
    if (more != null) {
      settings.put(more.substring(0, more.indexOf('=')), more.substring(more.indexOf('=') + 1));
    }
    return settings;
  }

  /** Returns whose session the provider's credentials are. */
  private String arn(Object provider) {
    String key =
        provider instanceof AWSCredentialsProvider v1
            ? v1.getCredentials().getAWSAccessKeyId()
            : ((AwsCredentialsProvider) provider).resolveCredentials().accessKeyId();
    return pod.lab().accessKeys().find(key).orElseThrow().principal().arn();
  }

  private String ofThePod() {
    return pod.lab().roleOf(pod.account()).sessionArn("");
  }

  @ParameterizedTest
  @CsvSource({
    "FLINK,          flink",
    "ICEBERG,        iceberg",
    "CONFLUENT,      kafka",
    "KINESIS_DAEMON, kinesis-daemon"
  })
  void theProviderIsThatOfTheEnvironment(Framework framework, String file) {
    String arn = arn(framework.create(settings(file, null)));

    // The SDK names its sessions in another way.
    assertTrue(arn.startsWith(ofThePod() + "irsa-"), arn);
  }

  @ParameterizedTest
  @CsvSource({
    "FLINK,          flink,                      flink-job,      role-session-name=flink-job",
    "ICEBERG,        iceberg-settings,           reader/iceberg,",
    "CONFLUENT,      kafka-settings,             reader/s3-sink,",
    "CONFLUENT_V2,   kafka-settings,             reader/s3-sink,",
    "AIVEN,          kafka,                      s3-sink,        role-session-name=s3-sink",
    "KINESIS_DAEMON, kinesis-daemon-settings,    kcl-worker,"
  })
  void settingsAreUsed(Framework framework, String file, String session, String more) {
    pod.createRole("reader");

    String arn = arn(framework.create(settings(file, more)));

    assertEquals(
        session.contains("/")
            ? "arn:aws:sts::111122223333:assumed-role/" + session
            : ofThePod() + session,
        arn);
  }

  @ParameterizedTest
  @CsvSource({
    "FLINK,         flink,          roleSessionName=x, role-session-name duration-seconds",
    "ICEBERG,       iceberg,        client.credentials-provider.role-arm=x, role-arn region",
    "CONFLUENT,     kafka-settings, s3.credentials.provider.role-arm=x, role-arn region"
  })
  void misspeltSettingIsAnErrorThatListsTheKnownOnes(
      Framework framework, String file, String misspelt, String known) {
    RuntimeException failure =
        assertThrows(RuntimeException.class, () -> framework.create(settings(file, misspelt)));

    Messages.assertNames(failure, misspelt.replaceAll(".*\\.|=x", ""));
    Messages.assertNames(failure, known.split(" ", -1));
  }

  /** Records, leases and metrics; each has a key of its own, which the page does not set. */
  @Test
  void allClientsOfTheKinesisDaemonUseTheSameProvider() {
    for (Object provider :
        DaemonClients.providers(Framework.daemon(settings("kinesis-daemon", null)))) {
      String arn = arn(provider);

      assertTrue(arn.startsWith(ofThePod() + "irsa-"), arn);
    }
    assertEquals(1, pod.sessions());
  }

  @Test
  void theRoleThatAConnectorOfFlinkAssumesIsAssumedByThePodsRole() {
    Map<String, String> settings = new TreeMap<>();
    // The same two lines, one level below.
    settings("flink", null)
        .forEach(
            (key, value) ->
                settings.put(
                    key.replace(
                        "aws.credentials.provider", "aws.credentials.provider.role.provider"),
                    value));
    settings.put("aws.credentials.provider", "ASSUME_ROLE");
    settings.put("aws.credentials.provider.role.arn", pod.createChainableRole("chainable"));
    settings.put("aws.credentials.provider.role.sessionName", "job");
    settings.put("aws.region", pod.lab().region());

    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/chainable/job",
        arn(Framework.FLINK.create(settings)));
    String caller = pod.lab().requests().of("AssumeRole").get(0).callerArn();
    assertTrue(caller.startsWith(ofThePod() + "irsa-"), caller);
  }

  @Test
  void clientsThatIcebergConfiguresCarryTheCredentials() {
    AwsClientProperties iceberg = new AwsClientProperties(settings("iceberg", null));
    StsClientBuilder builder = SpringTest.client(pod);

    iceberg.applyClientCredentialConfigurations(builder);

    try (StsClient sts = builder.build()) {
      assertTrue(sts.getCallerIdentity().arn().startsWith(ofThePod()));
    }
  }
}
