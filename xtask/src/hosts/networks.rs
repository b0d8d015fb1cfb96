//! Templates for networks that deliver the files of a storage account or bucket: Azure Front Door and Amazon CloudFront.
//! The storage sends `Cache-Control` as it was told at the upload (docs/deploy.md), the network adds the other headers and
//! knows which paths are pages. No test can run them; tests read them and let the function of CloudFront run.

use serde_json::{Map, Value, json};

use crate::headers::{Cloud, NO_STORE, PAGES};

/// How many actions a rule of Front Door may have
/// (<https://learn.microsoft.com/azure/frontdoor/front-door-rules-engine-actions>).
const ACTIONS: usize = 5;

/// Pages whose path is not that of a directory.
fn pages() -> impl Iterator<Item = &'static str> {
    PAGES.into_iter().filter(|page| *page != "/")
}

/// A template of Azure Resource Manager: a rule set for the route of a Front Door profile (Standard or Premium).
pub(super) fn front_door(cloud: &Cloud) -> String {
    let header = |(name, value): &(&str, String)| {
        json!({ "name": "ModifyResponseHeader", "parameters": {
            "typeName": "DeliveryRuleHeaderActionParameters",
            "headerAction": "Overwrite",
            "headerName": name,
            "value": value,
        } })
    };
    let rule = |name: String, order: usize, conditions: Value, actions: Value| {
        json!({
            "type": "Microsoft.Cdn/profiles/ruleSets/rules",
            "apiVersion": "2023-05-01",
            "name": format!("[concat(parameters('profile'), '/guestlist/{name}')]"),
            "dependsOn": ["[resourceId('Microsoft.Cdn/profiles/ruleSets', parameters('profile'), 'guestlist')]"],
            "properties": {
                "order": order,
                "conditions": conditions,
                "actions": actions,
                "matchProcessingBehavior": "Continue",
            },
        })
    };
    let mut resources = vec![json!({
        "type": "Microsoft.Cdn/profiles/ruleSets",
        "apiVersion": "2023-05-01",
        "name": "[concat(parameters('profile'), '/guestlist')]",
    })];
    let headers = cloud.headers();
    for (number, some) in headers.chunks(ACTIONS).enumerate() {
        let actions = some.iter().map(header).collect();
        resources.push(rule(format!("headers{}", number + 1), number + 1, json!([]), actions));
    }
    let paths: Vec<_> = pages().collect();
    resources.push(rule(
        "pages".to_owned(),
        resources.len(),
        json!([{ "name": "UrlPath", "parameters": {
            "typeName": "DeliveryRuleUrlPathMatchConditionParameters",
            "operator": "Equal",
            "negateCondition": false,
            "matchValues": paths,
            "transforms": [],
        } }]),
        json!([{ "name": "UrlRewrite", "parameters": {
            "typeName": "DeliveryRuleUrlRewriteActionParameters",
            "sourcePattern": "/",
            "destination": "/index.html",
            "preserveUnmatchedPath": false,
        } }]),
    ));
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": { "profile": {
            "type": "string",
            "metadata": { "description": "The name of the Front Door profile." },
        } },
        "resources": resources,
    });
    format!("{template:#}\n")
}

/// A template of CloudFormation: a bucket that only the distribution can read, and the distribution.
pub(super) fn cloudfront(cloud: &Cloud) -> String {
    let template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Guestlist: a bucket for dist/, and a CloudFront distribution in front of it. For us-east-1, where CloudFront looks for certificates.",
        "Parameters": {
            "HostName": { "Type": "String", "Description": "The portal's host name" },
            "Certificate": { "Type": "String", "Description": "ARN of the host name's certificate" },
        },
        "Resources": {
            "Bucket": { "Type": "AWS::S3::Bucket", "Properties": {
                "PublicAccessBlockConfiguration": {
                    "BlockPublicAcls": true,
                    "BlockPublicPolicy": true,
                    "IgnorePublicAcls": true,
                    "RestrictPublicBuckets": true,
                },
            } },
            "BucketPolicy": { "Type": "AWS::S3::BucketPolicy", "Properties": {
                "Bucket": { "Ref": "Bucket" },
                "PolicyDocument": { "Version": "2012-10-17", "Statement": [
                    may("s3:GetObject", json!({ "Fn::Sub": "${Bucket.Arn}/*" })),
                    // Without it S3 answers 403 in place of 404.
                    may("s3:ListBucket", json!({ "Fn::GetAtt": ["Bucket", "Arn"] })),
                ] },
            } },
            "Access": { "Type": "AWS::CloudFront::OriginAccessControl", "Properties": {
                "OriginAccessControlConfig": {
                    "Name": { "Fn::Sub": "${AWS::StackName}-access" },
                    "OriginAccessControlOriginType": "s3",
                    "SigningBehavior": "always",
                    "SigningProtocol": "sigv4",
                },
            } },
            "Pages": { "Type": "AWS::CloudFront::Function", "Properties": {
                "Name": { "Fn::Sub": "${AWS::StackName}-pages" },
                "AutoPublish": true,
                "FunctionConfig": { "Comment": "Paths of pages", "Runtime": "cloudfront-js-2.0" },
                "FunctionCode": function(),
            } },
            "Caches": { "Type": "AWS::CloudFront::CachePolicy", "Properties": {
                // With a least time above 0, `no-store` would not count.
                "CachePolicyConfig": {
                    "Name": { "Fn::Sub": "${AWS::StackName}-caches" },
                    "MinTTL": 0,
                    "DefaultTTL": 0,
                    "MaxTTL": 31_536_000,
                    "ParametersInCacheKeyAndForwardedToOrigin": {
                        "CookiesConfig": { "CookieBehavior": "none" },
                        "HeadersConfig": { "HeaderBehavior": "none" },
                        "QueryStringsConfig": { "QueryStringBehavior": "none" },
                        "EnableAcceptEncodingBrotli": true,
                        "EnableAcceptEncodingGzip": true,
                    },
                },
            } },
            "Headers": { "Type": "AWS::CloudFront::ResponseHeadersPolicy", "Properties": {
                "ResponseHeadersPolicyConfig": response_headers(cloud),
            } },
            "Distribution": { "Type": "AWS::CloudFront::Distribution", "Properties": {
                "DistributionConfig": distribution(),
            } },
        },
        "Outputs": {
            "Bucket": { "Value": { "Ref": "Bucket" } },
            "Target": {
                "Description": "Where the host name's CNAME leads",
                "Value": { "Fn::GetAtt": ["Distribution", "DomainName"] },
            },
        },
    });
    format!("{template:#}\n")
}

/// Lets the distribution do something with the bucket, and nothing else.
fn may(action: &str, what: Value) -> Value {
    json!({
        "Effect": "Allow",
        "Principal": { "Service": "cloudfront.amazonaws.com" },
        "Action": action,
        "Resource": what,
        "Condition": { "StringEquals": { "AWS:SourceArn": {
            "Fn::Sub": "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}",
        } } },
    })
}

/// The function at the edge. The path `/` is the distribution's own matter.
fn function() -> String {
    let paths = pages().map(|page| format!("'{page}'")).collect::<Vec<_>>().join(", ");
    format!(
        "function handler(event) {{\n  if ([{paths}].includes(event.request.uri)) event.request.uri = '/index.html';\n  \
         return event.request;\n}}\n"
    )
}

/// CloudFront has names of its own for some headers, and takes only the others as they are.
fn response_headers(cloud: &Cloud) -> Value {
    let mut security = Map::new();
    let mut custom = Vec::new();
    for (name, value) in cloud.headers() {
        let (key, setting) = match name {
            "Content-Security-Policy" => {
                ("ContentSecurityPolicy", json!({ "ContentSecurityPolicy": value, "Override": true }))
            }
            "Strict-Transport-Security" => {
                let age = value.split(['=', ';']).nth(1).and_then(|age| age.parse::<u64>().ok());
                let subdomains = value.contains("includeSubDomains");
                (
                    "StrictTransportSecurity",
                    json!({ "AccessControlMaxAgeSec": age, "IncludeSubdomains": subdomains, "Override": true }),
                )
            }
            "X-Content-Type-Options" => ("ContentTypeOptions", json!({ "Override": true })),
            "Referrer-Policy" => ("ReferrerPolicy", json!({ "ReferrerPolicy": value, "Override": true })),
            other => {
                custom.push(json!({ "Header": other, "Value": value, "Override": true }));
                continue;
            }
        };
        security.insert(key.to_owned(), setting);
    }
    // For what is not there, about which the bucket says nothing.
    custom.push(json!({ "Header": "Cache-Control", "Value": NO_STORE, "Override": false }));
    json!({
        "Name": { "Fn::Sub": "${AWS::StackName}-headers" },
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": { "Items": custom },
    })
}

fn distribution() -> Value {
    json!({
        "Enabled": true,
        "Aliases": [{ "Ref": "HostName" }],
        "HttpVersion": "http2and3",
        "DefaultRootObject": "index.html",
        "ViewerCertificate": {
            "AcmCertificateArn": { "Ref": "Certificate" },
            "MinimumProtocolVersion": "TLSv1.2_2021",
            "SslSupportMethod": "sni-only",
        },
        "Origins": [{
            "Id": "bucket",
            "DomainName": { "Fn::GetAtt": ["Bucket", "RegionalDomainName"] },
            "OriginAccessControlId": { "Fn::GetAtt": ["Access", "Id"] },
            "S3OriginConfig": { "OriginAccessIdentity": "" },
        }],
        "DefaultCacheBehavior": {
            "TargetOriginId": "bucket",
            "ViewerProtocolPolicy": "redirect-to-https",
            "AllowedMethods": ["GET", "HEAD"],
            "Compress": true,
            "CachePolicyId": { "Ref": "Caches" },
            "ResponseHeadersPolicyId": { "Ref": "Headers" },
            "FunctionAssociations": [{
                "EventType": "viewer-request",
                "FunctionARN": { "Fn::GetAtt": ["Pages", "FunctionARN"] },
            }],
        },
        "CustomErrorResponses": [
            { "ErrorCode": 403, "ErrorCachingMinTTL": 0 },
            { "ErrorCode": 404, "ErrorCachingMinTTL": 0 },
        ],
    })
}

#[cfg(test)]
mod tests;
