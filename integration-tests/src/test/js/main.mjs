// AWS SDK for JavaScript with its default credentials. Each argument is an operation:
// whoami, list:BUCKET, read:BUCKET:KEY, export.
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";

const operations = {
  async whoami() {
    return (await new STSClient().send(new GetCallerIdentityCommand())).Arn;
  },
  async list(bucket) {
    const listing = await new S3Client().send(new ListObjectsV2Command({ Bucket: bucket }));
    return (listing.Contents ?? []).map((object) => object.Key).join("\n");
  },
  async read(bucket, key) {
    const object = await new S3Client().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return object.Body.transformToString();
  },
  async export() {
    const session = await fromNodeProviderChain()();
    return JSON.stringify({
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
    });
  },
};

try {
  for (const argument of process.argv.slice(2)) {
    const [operation, ...parameters] = argument.split(":");
    console.log(await operations[operation](...parameters));
  }
} catch (failure) {
  console.error(`${failure.name}: ${failure.message}`);
  process.exitCode = 1;
}
