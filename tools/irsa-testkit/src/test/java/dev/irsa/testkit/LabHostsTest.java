package dev.irsa.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabHostsTest {
  private static final LabHosts HOSTS =
      new LabHosts(
          "Issuer.example.com",
          InetSocketAddress.createUnresolved("sts", 1),
          InetSocketAddress.createUnresolved("s3", 1),
          InetSocketAddress.createUnresolved("oidc", 1));

  @ParameterizedTest
  @CsvSource({
    "sts.amazonaws.com, sts",
    "sts.ap-northeast-2.amazonaws.com, sts",
    "sts-fips.us-west-2.amazonaws.com, sts",
    "sts.eu-west-1.api.aws, sts",
    "sts.cn-north-1.amazonaws.com.cn, sts",
    "s3.amazonaws.com, s3",
    "s3.ap-northeast-2.amazonaws.com, s3",
    "a-bucket.s3.ap-northeast-2.amazonaws.com, s3",
    "a.bucket.s3.dualstack.us-west-2.amazonaws.com, s3",
    "s3.cn-north-1.amazonaws.com.cn, s3",
    "oidc.eks.ap-northeast-2.amazonaws.com, oidc",
    "oidc.eks.cn-north-1.amazonaws.com.cn, oidc",
    "issuer.example.com, oidc",
    "issuer-example.com, none",
    "ec2.amazonaws.com, none",
    "sts.amazonaws.com.example.com, none",
    "mysts.amazonaws.com, none",
    "example.com, none"
  })
  void hostNamesOfAwsAndTheIssuerLeadToTheirPartOfTheLabAndOthersHaveNoBackend(
      String host, String part) {
    InetSocketAddress address = HOSTS.backendOf(host);

    assertEquals(part, address == null ? "none" : address.getHostString());
  }
}
