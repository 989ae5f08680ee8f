// AWS SDK for Go with its default credentials. The argument is an operation:
// whoami, list:BUCKET, read:BUCKET:KEY, export.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func must[T any](result T, failure error) T {
	if failure != nil {
		fmt.Fprintln(os.Stderr, failure)
		os.Exit(1)
	}
	return result
}

func main() {
	in := context.Background()
	settings := must(config.LoadDefaultConfig(in))
	operation := strings.Split(os.Args[1], ":")
	switch operation[0] {
	case "whoami":
		fmt.Println(*must(sts.NewFromConfig(settings).GetCallerIdentity(in, nil)).Arn)
	case "list":
		listing := must(s3.NewFromConfig(settings).ListObjectsV2(in, &s3.ListObjectsV2Input{Bucket: &operation[1]}))
		for _, object := range listing.Contents {
			fmt.Println(*object.Key)
		}
	case "read":
		input := &s3.GetObjectInput{Bucket: &operation[1], Key: &operation[2]}
		must(io.Copy(os.Stdout, must(s3.NewFromConfig(settings).GetObject(in, input)).Body))
	default:
		session := must(settings.Credentials.Retrieve(in))
		fmt.Printf("{\"AccessKeyId\": %q, \"SecretAccessKey\": %q, \"SessionToken\": %q}\n",
			session.AccessKeyID, session.SecretAccessKey, session.SessionToken)
	}
}
