//! A sandbox tenant, and a stand-in for `az` that sends to it what `az rest` would send to Graph.

use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process, thread};

use bytes::Bytes;
use sandbox::{Hosts, Sandbox, Setup, SigningKey, Site, TENANT_ID};
use serde_json::{Value, json};

/// An app that acts on its own behalf, as after `az login --service-principal`.
const DEPLOYER: &str = "7c1d5a52-2f0e-4f7e-9a3b-6f0a1be7c0d4";
const SECRET: &str = "a secret of the deployer";

/// Creating an RSA key is slow, so all tests share one.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate([1; 32]).unwrap());

/// A tenant in a cloud, and the account that is signed in to the Azure CLI.
pub(super) struct Tenant {
    sandbox: Sandbox,
    graph: String,
    token: String,
    az_cloud: &'static str,
    /// How many requests for a service principal are refused, as for an app that is not known everywhere yet.
    pub(super) unknown: AtomicU32,
}

/// What a program said, and its exit code.
pub(super) struct Said {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

impl Tenant {
    /// `cloud` is its name in config.json; `permissions` are those of the app that is signed in.
    pub(super) fn new(cloud: &str, az_cloud: &'static str, permissions: &[&str]) -> Self {
        let origins = Hosts::new("http://127.0.0.1:8080", cloud).unwrap().origins().clone();
        let (graph, login) = (origins.graph.clone(), origins.login.clone());
        let setup = Setup {
            origins,
            guests: 0,
            untidy: 0,
            seed: 1,
            entropy: [2; 32],
            key: KEY.clone(),
            redirect_uris: Vec::new(),
            started: "2026-11-20T09:00:00Z".parse().unwrap(),
            dist: None,
        };
        let sandbox = Sandbox::new(setup);
        let app = json!({
            "clientId": DEPLOYER, "displayName": "Deployer", "secrets": [SECRET],
            "applicationPermissions": permissions,
        });
        let known = Self { sandbox, graph, token: String::new(), az_cloud, unknown: AtomicU32::new(0) };
        let control = [("host", "127.0.0.1:8082"), ("content-type", "application/json")];
        assert_eq!(known.send(Site::Graph, "POST", "/_sandbox/apps", &control, &app.to_string()).0, 200);
        let fields = format!(
            "client_id={DEPLOYER}&client_secret={}&grant_type=client_credentials&scope={}%2F.default",
            SECRET.replace(' ', "+"),
            known.graph
        );
        let headers = [("host", host(&login)), ("content-type", "application/x-www-form-urlencoded")];
        let path = format!("/{TENANT_ID}/oauth2/v2.0/token");
        let (status, body) = known.send(Site::Login, "POST", &path, &headers, &fields);
        assert_eq!(status, 200, "{body}");
        let body: Value = serde_json::from_str(&body).unwrap();
        Self { token: body["access_token"].as_str().unwrap().to_owned(), ..known }
    }

    fn send(
        &self,
        site: Site,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (u16, String) {
        let mut request = http::Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Bytes::from(body.to_owned())).unwrap();
        let response = self.sandbox.handle(site, request, "2026-11-20T09:00:00Z".parse().unwrap());
        (response.status().as_u16(), String::from_utf8_lossy(response.body()).into_owned())
    }

    /// Makes the next request with this method and path get this response.
    pub(super) fn refuse_next(&self, method: &str, path: &str, status: u16, body: &Value) {
        let rule = json!({
            "method": method, "path": path, "times": 1,
            "fault": { "reply": { "status": status, "body": body } },
        });
        let headers = [("host", "127.0.0.1:8082"), ("content-type", "application/json")];
        let (status, body) = self.send(Site::Graph, "POST", "/_sandbox/faults", &headers, &rule.to_string());
        assert!(status < 300, "{body}");
    }

    /// A request to Graph with a JSON body, or none.
    pub(super) fn graph(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let token = format!("Bearer {}", self.token);
        let mut headers = vec![("host", host(&self.graph)), ("authorization", token.as_str())];
        headers.extend(body.map(|_| ("content-type", "application/json")));
        let text = body.map(Value::to_string).unwrap_or_default();
        let (status, body) =
            self.send(Site::Graph, method, &format!("/v1.0{}", escaped(path)), &headers, &text);
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    /// Runs `guestlist.sh` by bash with the stand-in as `az`.
    pub(super) fn script(&self, arguments: &[&str]) -> Said {
        static RUNS: AtomicU32 = AtomicU32::new(0);
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("guestlist-az-{}-{run}", process::id()));
        let programs = Programs::new(&folder);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let path = format!("{}:{}", folder.display(), env::var("PATH").unwrap());
        let mut bash = Command::new("bash");
        bash.arg("guestlist.sh")
            .args(arguments)
            .current_dir(&folder)
            .env("PATH", path)
            .env("AZ_PORT", port.to_string());
        let output = thread::scope(|scope| {
            let serving = scope.spawn(|| {
                for connection in listener.incoming() {
                    if !self.serve(connection.unwrap()) {
                        break;
                    }
                }
            });
            let output = bash.output().unwrap();
            // A connection without arguments ends the stand-in.
            drop(TcpStream::connect(("127.0.0.1", port)).unwrap());
            serving.join().unwrap();
            output
        });
        drop(programs);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Answers one run of `az`: its arguments end with a zero each, the first is their number. False without arguments.
    fn serve(&self, mut connection: TcpStream) -> bool {
        let mut reader = BufReader::new(connection.try_clone().unwrap());
        let mut next = || {
            let mut bytes = Vec::new();
            reader.read_until(0, &mut bytes).unwrap();
            bytes.pop();
            String::from_utf8(bytes).unwrap()
        };
        let Ok(count) = next().parse::<usize>() else { return false };
        let arguments: Vec<_> = (0..count).map(|_| next()).collect();
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let (code, text) = self.az(&arguments);
        connection.write_all(format!("{code}\n{text}").as_bytes()).unwrap();
        true
    }

    /// The exit code of `az` with these arguments, and its output.
    fn az(&self, arguments: &[&str]) -> (i32, String) {
        match arguments {
            ["cloud", "show", "--query", "name", "--output", "tsv"] => (0, format!("{}\n", self.az_cloud)),
            ["account", "show", "--query", "tenantId", "--output", "tsv"] => (0, format!("{TENANT_ID}\n")),
            ["rest", options @ ..] => self.rest(options),
            _ => (2, format!("ERROR: unrecognized arguments: {arguments:?}\n")),
        }
    }

    fn rest(&self, options: &[&str]) -> (i32, String) {
        let (mut method, mut url, mut query, mut output) = ("get", "", None, "json");
        let (mut parameters, mut body, mut media, mut resource) = (None, None, None, "");
        let mut options = options.iter().copied();
        while let Some(option) = options.next() {
            if option == "--only-show-errors" {
                continue;
            }
            let value = options.next().unwrap();
            match option {
                "--method" => method = value,
                "--url" => url = value,
                "--resource" => resource = value,
                "--query" => query = Some(value),
                "--output" => output = value,
                "--url-parameters" => parameters = Some(value),
                "--body" => body = Some(value),
                "--headers" => media = value.strip_prefix("Content-Type="),
                other => return (2, format!("ERROR: unrecognized arguments: {other}\n")),
            }
        }
        // The token is for the resource; no other host gets it.
        assert_eq!(resource, self.graph);
        let path = url.strip_prefix(&format!("{}/v1.0", self.graph)).unwrap();
        assert_eq!(body.is_some(), media == Some("application/json"), "{body:?}");
        let body: Option<Value> = body.map(|text| serde_json::from_str(text).unwrap());
        let waiting = |left: u32| left.checked_sub(1);
        let early = method == "POST" && path == "/servicePrincipals";
        if early && self.unknown.fetch_update(Ordering::Relaxed, Ordering::Relaxed, waiting).is_ok() {
            return (1, "ERROR: Bad Request({\"error\":{\"code\":\"Request_BadRequest\"}})\n".to_owned());
        }
        let path = parameters.map_or_else(|| path.to_owned(), |parameters| format!("{path}?{parameters}"));
        let (status, answer) = self.graph(method, &path, body.as_ref());
        if status >= 400 {
            return (1, format!("ERROR: {status}({answer})\n"));
        }
        let found = query.map_or(answer.clone(), |query| {
            let found = jmespath::compile(query).unwrap().search(&answer).unwrap();
            serde_json::to_value(&*found).unwrap()
        });
        (0, printed(&found, output))
    }
}

/// The folder with the script, the stand-in for `az`, and one for `sleep` that does not wait.
struct Programs(PathBuf);

impl Programs {
    fn new(folder: &PathBuf) -> Self {
        fs::create_dir_all(folder).unwrap();
        let program = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        };
        program("guestlist.sh", &super::text_of("guestlist.sh"));
        program("sleep", "#!/usr/bin/env bash\n");
        program(
            "az",
            "#!/usr/bin/env bash\n\
             exec 3<>/dev/tcp/127.0.0.1/$AZ_PORT\n\
             printf '%s\\0' \"$#\" \"$@\" >&3\n\
             read -r code <&3\n\
             if [ \"$code\" = 0 ]; then cat <&3; else cat <&3 >&2; fi\n\
             exit \"$code\"\n",
        );
        Self(folder.clone())
    }
}

impl Drop for Programs {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn host(origin: &str) -> &str {
    origin.split_once("://").unwrap().1
}

/// Escapes what a request line cannot contain.
fn escaped(path: &str) -> String {
    path.replace(' ', "%20").replace('\'', "%27")
}

/// A result as `az` prints it.
fn printed(value: &Value, output: &str) -> String {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match (output, value) {
        ("none", _) | (_, Value::Null) => String::new(),
        ("tsv", Value::Array(items)) => items.iter().map(|item| plain(item) + "\n").collect(),
        ("tsv", other) => plain(other) + "\n",
        _ => format!("{value:#}\n"),
    }
}
