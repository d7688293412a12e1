/**
 * What the cloud says of this instance and lends to it: instance metadata, EC2 and ECR. Read {@link
 * dev.nodeready.aws.Imds} and {@link dev.nodeready.aws.Instance} first.
 */
@NullMarked
package dev.nodeready.aws;

import org.jspecify.annotations.NullMarked;
