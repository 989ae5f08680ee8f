package dev.irsa.internal.config;

import dev.irsa.internal.text.AsciiText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of AWS, with the suffixes of their hosts and the prefixes of their regions.
 *
 * <p>Source: partitions.json of the AWS SDKs.
 */
public enum Partition {
  AWS("aws", "amazonaws.com", "api.aws", "us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"),
  CHINA("aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn"),
  GOV("aws-us-gov", "amazonaws.com", "api.aws", "us-gov"),
  ISO("aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso"),
  ISO_B("aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob"),
  ISO_E("aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe"),
  ISO_F("aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof"),
  EUROPEAN_SOVEREIGN("aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de");

  private final String id;
  private final String suffix;
  private final String dualStackSuffix;

  @SuppressWarnings("ImmutableEnumChecker") // It is.
  private final List<String> prefixes;

  Partition(String id, String suffix, String dualStackSuffix, String... prefixes) {
    this.id = id;
    this.suffix = suffix;
    this.dualStackSuffix = dualStackSuffix;
    this.prefixes = List.of(prefixes);
  }

  /** Returns the id, such as {@code aws}. */
  public String id() {
    return id;
  }

  /** Returns the partition of a region by the pattern of its name, or null if none matches. */
  public static @Nullable Partition ofRegion(String region) {
    for (Partition partition : values()) {
      if (partition.hasRegion(region)) {
        return partition;
      }
    }
    return null;
  }

  /** Returns the partition with this id, or null. */
  public static @Nullable Partition ofId(String id) {
    for (Partition partition : values()) {
      if (partition.id.equals(id)) {
        return partition;
      }
    }
    return null;
  }

  /**
   * Returns whether a region belongs to this partition: a prefix, a word and a number, such as
   * {@code us-gov-west-1}.
   */
  private boolean hasRegion(String region) {
    int number = region.lastIndexOf('-');
    int word = number < 0 ? -1 : region.lastIndexOf('-', number - 1);
    return word >= 0
        && word < number - 1
        && AsciiText.isDigits(region, number + 1, region.length())
        && prefixes.contains(region.substring(0, word));
  }

  /** Returns the host name of STS in a region of this partition. */
  public String host(String region, boolean fips, boolean dualStack) {
    // In GovCloud the regular endpoints are FIPS endpoints; only the dual-stack one has a separate
    // name.
    boolean isRegularName = !fips || (this == GOV && !dualStack);
    return (isRegularName ? "sts." : "sts-fips.")
        + region
        + "."
        + (dualStack ? dualStackSuffix : suffix);
  }

  /** Returns whether a host is in a domain of AWS. */
  public static boolean isAwsHost(String host) {
    for (Partition partition : values()) {
      if (host.endsWith("." + partition.suffix) || host.endsWith("." + partition.dualStackSuffix)) {
        return true;
      }
    }
    return false;
  }
}
