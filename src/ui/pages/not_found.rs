//! An address without a page.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::routes::Route;
use crate::ui::words::{expect_words, text};

/// Says so, and leads on.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let words = expect_words();
    super::shell::use_title(text!(words, shell.not_found));
    view! {
        <section class="empty">
            <h1>{text!(words, shell.not_found)}</h1>
            <p>{text!(words, shell.not_found_text)}</p>
            <A href=Route::Invite.href() attr:class="button button--primary">{text!(words, shell.not_found_way)}</A>
        </section>
    }
}
