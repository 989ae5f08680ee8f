package dev.irsa.doctor.internal.check;

import dev.irsa.doctor.internal.network.InstanceMetadata;
import dev.irsa.doctor.internal.text.Texts;

/** IRSA-22: the node's role is within reach, so a fall-back to it is possible. */
final class InstanceMetadataCheck implements CauseCheck {

  @Override
  public Finding examine(Evidence evidence) {
    return evidence.instanceMetadata().judge(InstanceMetadataCheck::judge);
  }

  private static Finding judge(InstanceMetadata metadata) {
    if (metadata.disabled()) {
      return Finding.pass("disabled (AWS_EC2_METADATA_DISABLED)");
    }
    if (!metadata.reached()) {
      return Finding.pass("out of reach");
    }
    String role = metadata.role() == null ? "" : " (" + metadata.role() + ")";
    return Finding.warn(
        Texts.plain(metadata.endpoint())
            + " is within reach: SDKs that find nothing else take the role of the node"
            + role,
        "aws ec2 modify-instance-metadata-options --instance-id <node> --http-tokens required"
            + " --http-put-response-hop-limit 1\nOr set AWS_EC2_METADATA_DISABLED=true in the"
            + " container.");
  }
}
