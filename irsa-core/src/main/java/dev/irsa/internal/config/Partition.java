package dev.irsa.internal.config;

import dev.irsa.internal.text.AsciiText;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of AWS, with the prefixes of their regions and the suffixes of their hosts.
 *
 * <p>Source: partitions.json of the AWS SDKs.
 */
public enum Partition {
  AWS("aws", "us eu ap sa ca me af il mx", "amazonaws.com", "api.aws"),
  CHINA("aws-cn", "cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
  GOV("aws-us-gov", "us-gov", "amazonaws.com", "api.aws"),
  ISO("aws-iso", "us-iso", "c2s.ic.gov", "api.aws.ic.gov"),
  ISO_B("aws-iso-b", "us-isob", "sc2s.sgov.gov", "api.aws.scloud"),
  ISO_E("aws-iso-e", "eu-isoe", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
  ISO_F("aws-iso-f", "us-isof", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
  EUROPEAN_SOVEREIGN("aws-eusc", "eusc-de", "amazonaws.eu", "api.amazonwebservices.eu");

  private final String id;
  private final String prefixes;
  private final String suffix;
  private final String dualStackSuffix;

  Partition(String id, String prefixes, String suffix, String dualStackSuffix) {
    this.id = id;
    this.prefixes = prefixes;
    this.suffix = suffix;
    this.dualStackSuffix = dualStackSuffix;
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
    if (word < 0 || word == number - 1 || !AsciiText.isDigits(region, number + 1, region.length())) {
      return false;
    }
    return isOneOf(region.substring(0, word), prefixes);
  }

  /** Returns whether a list contains a word. Spaces separate the words of the list. */
  public static boolean isOneOf(String word, String words) {
    int at = words.indexOf(word);
    while (at >= 0) {
      int end = at + word.length();
      boolean starts = at == 0 || words.charAt(at - 1) == ' ';
      if (starts && (end == words.length() || words.charAt(end) == ' ')) {
        return !word.isEmpty();
      }
      at = words.indexOf(word, at + 1);
    }
    return false;
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
