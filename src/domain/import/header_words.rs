//! What a column's header says, in the words of Microsoft's exports and templates, of address books, and of the languages
//! in which people name their columns.
//!
//! Must not look at the cells below: `recognition` does.

use crate::domain::search_form::Fold;

use super::columns::ColumnRole;
use super::own_columns::OwnColumn;

use ColumnRole::{
    Address, Cc, FirstName, InvitationState, InviteAs, Language, LastName, Message, Name, OtherAddress,
    PrincipalType, Redirect, SendMail, UserType,
};

/// What a header says about its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderMeaning {
    /// One of the usual names of the role.
    Says(ColumnRole),
    /// A name that the role sometimes has. It counts only if no other column fits better, and if the cells fit.
    Hints(ColumnRole),
    /// The given name or family name, in a word that also stands for the whole name: `Name` beside `Vorname`.
    NameOrLastName,
    /// A column that this portal has added to a result. It comes before columns with usual names.
    Own(OwnColumn),
    /// It speaks of mail, and may be the guest's address.
    SpeaksOfMail,
    /// Another person or thing than the guest: a manager, a sponsor, a group.
    NotTheGuest,
    Unknown,
}

/// Usual names, separated by blanks. Compared in the form of [`compared`].
const SAYS: &[(ColumnRole, &str)] = &[
    // English, and the properties of Microsoft's templates and exports.
    (
        Address,
        "email emails mail emailaddress emailaddresses mailaddress useremail useremailaddress inviteduseremailaddress \
         inviteeemail invitedemail emailaddresstoinvite guestemail guestmail guestemailaddress primaryemail \
         primaryemailaddress workemail businessemail contactemail emailvalue emailinvite signinemail externalemail \
         externalemailaddress primarysmtpaddress",
    ),
    // German, Dutch, French, Polish, Nordic.
    (
        Address,
        "emailadresse mailadresse emailadressen gastemail emailadres mailadres adressedemessagerie adresseemail adressemail \
         adressesemail courriel adressecourriel adresseélectronique courrierélectronique mél adresemail adresmailowy \
         adrespocztyelektronicznej pocztaelektroniczna epost eposta epostadresse epostadress emailadress",
    ),
    // Spanish, Italian, Portuguese.
    (
        Address,
        "correo correoelectrónico correoelectronico direccióndecorreoelectrónico indirizzoemail indirizzodipostaelettronica \
         postaelettronica endereçodeemail endereçodecorreioeletrónico",
    ),
    // Chinese and Japanese.
    (
        Address,
        "电子邮件 电子邮件地址 电子邮箱 邮箱 邮箱地址 邮件地址 電子郵件 電子郵件地址 電子信箱 電郵 電郵地址 信箱 メールアドレス \
         電子メールアドレス メール",
    ),
    (
        OtherAddress,
        "alternateemailaddress alternateemail alternativeemail othermails otheremail proxyaddresses secondaryemail \
         secondemail personalemail privateemail homeemail",
    ),
    (
        Name,
        "name displayname fullname inviteduserdisplayname guestname inviteename guestdisplayname anzeigename \
         vollständigername vornamenachname vorundnachname vornameundnachname namevorname weergavenaam volledigenaam \
         nomcomplet nomdaffichage nometprénom prénometnom nomprénom nazwawyświetlana imięinazwisko nazwiskoiimię pełnanazwa \
         visningsnavn visningsnamn fulltnavn fuldenavn nombrecompleto nombreparamostrar nomecompleto nomevisualizzato \
         nomedeexibição 姓名 显示名称 显示名 名称 顯示名稱 名稱 氏名 表示名",
    ),
    (
        FirstName,
        "firstname givenname forename vorname rufname voornaam prénom prenom imię imie fornavn förnamn 名 名字",
    ),
    (
        LastName,
        "lastname surname familyname nachname familienname achternaam familienaam nomdefamille nazwisko etternavn efternavn \
         efternamn apellidos apellido cognome sobrenome 姓 姓氏",
    ),
    (
        Redirect,
        "inviteredirecturl redirecturl redirecturi redirectionurl redirecttourl weiterleitungsurl umleitungsurl \
         urlderedirection omleidingsurl adresurlprzekierowania 重定向url 重新導向url",
    ),
    (SendMail, "sendemail sendmail sendinvitationmessage sendinvitation sendinvitationemail sendinvite"),
    (
        Message,
        "customizedmessagebody customizedinvitationmessage customizedmessage customisedmessage custommessage \
         personalmessage invitationmessage message messagebody nachricht einladungsnachricht bericht uitnodigingsbericht \
         messagedinvitation wiadomość melding 消息 邀请消息 訊息 邀請訊息",
    ),
    (
        Language,
        "messagelanguage invitationlanguage language preferredlanguage sprache langue taal język språk sprog idioma lingua \
         语言 語言",
    ),
    (Cc, "ccrecipients ccrecipient cc ccemail copyto kopiean copieà kopieaan"),
    (InviteAs, "inviteas invitedusertype invitetype"),
    (UserType, "usertype benutzertyp typedutilisateur gebruikerstype typużytkownika 用户类型 使用者類型"),
    (PrincipalType, "userorgrouptype principaltype"),
    (InvitationState, "invitationstate externaluserstate userstate"),
];

/// Names that may also mean something else.
const HINTS: &[(ColumnRole, &str)] = &[
    (Address, "userprincipalname upn username benutzerprinzipalname userid login loginname"),
    (
        Name,
        "guest gast invité gość gjest gæst gäst contact contactname kontakt person participant teilnehmer attendee invitee \
         来宾 來賓",
    ),
    (Redirect, "url link website webseite"),
    (PrincipalType, "type"),
];

/// Words for the whole name which, beside a column for the given name, are the family name.
const NAME_OR_LAST_NAME: &str = "name nom naam navn namn nazwa";

/// A header with one of these is about another person or thing.
const NOT_THE_GUEST: &str = "manager sponsor owner invitedby inviter approver approvedby requester requestedby createdby \
     modifiedby sharedby sentby sender supervisor assistant replyto hostemail group vorgesetzt eigentümer besitzer \
     verantwortlich eingeladenvon absender antragsteller gruppe responsable propriétaire invitépar expéditeur groupe \
     eigenaar uitgenodigddoor afzender groep właściciel przełożony zaproszonyprzez nadawca grupa invitertav bcc 经理 經理 组";

/// Parts of words that speak of mail.
const MAIL: &str = "mail epost courriel messagerie correo 邮 郵 メール";

/// What a header says. A name in square brackets, as in Microsoft's templates, comes before what is around it.
#[must_use]
pub fn meaning(header: &str, fold: Fold) -> HeaderMeaning {
    let token = header.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(token, _)| token);
    if let Some(token) = token {
        if let Some(own) = OwnColumn::of_header(header) {
            return HeaderMeaning::Own(own);
        }
        let meant = meaning_of(&compared(token, fold));
        if matches!(meant, HeaderMeaning::Says(_)) {
            return meant;
        }
    }
    let whole = meaning_of(&compared(header, fold));
    // `Email (required)`.
    let before = header.split(['(', '[', '（']).next().unwrap_or_default();
    if before.len() == header.len() || !matches!(whole, HeaderMeaning::Unknown | HeaderMeaning::SpeaksOfMail)
    {
        return whole;
    }
    let meant = meaning_of(&compared(before, fold));
    if meant == HeaderMeaning::Unknown { whole } else { meant }
}

/// Whether a header is a name of the address's column, so that its record must be a header.
#[must_use]
pub fn names_the_address(header: &str, fold: Fold) -> bool {
    matches!(
        meaning(header, fold),
        HeaderMeaning::Says(Address) | HeaderMeaning::Hints(Address) | HeaderMeaning::Own(OwnColumn::Address)
    )
}

/// The form in which headers are compared: letters and digits in lower case.
#[must_use]
pub fn compared(header: &str, fold: Fold) -> String {
    let lower = if header.is_ascii() { header.to_ascii_lowercase() } else { fold(header) };
    // Letters that are not ASCII all count, signs of other scripts but the usual ones, too.
    let counts = |c: &char| {
        if c.is_ascii() { c.is_ascii_alphanumeric() } else { !c.is_whitespace() && !OTHER_SIGNS.contains(c) }
    };
    lower.chars().filter(counts).collect()
}

const OTHER_SIGNS: [char; 12] = ['\u{feff}', '“', '”', '„', '’', '‘', '«', '»', '：', '–', '—', '\u{200b}'];

fn meaning_of(word: &str) -> HeaderMeaning {
    if word.is_empty() {
        return HeaderMeaning::Unknown;
    }
    if has(NAME_OR_LAST_NAME, word) {
        return HeaderMeaning::NameOrLastName;
    }
    if let Some(role) = role_of(SAYS, word) {
        return HeaderMeaning::Says(role);
    }
    // Address books number their addresses: `E-mail 1 - Value`, `E-Mail 2: Adresse`.
    let letters: String = word.chars().filter(|c| !c.is_ascii_digit()).collect();
    if letters.len() < word.len() && role_of(SAYS, &letters) == Some(Address) {
        let first = word.chars().all(|c| !c.is_ascii_digit() || c == '1');
        return HeaderMeaning::Says(if first { Address } else { OtherAddress });
    }
    if NOT_THE_GUEST.split_ascii_whitespace().any(|other| word.contains(other)) {
        return HeaderMeaning::NotTheGuest;
    }
    if let Some(role) = role_of(HINTS, word) {
        return HeaderMeaning::Hints(role);
    }
    let mail = MAIL.split_ascii_whitespace().any(|part| word.contains(part));
    if mail { HeaderMeaning::SpeaksOfMail } else { HeaderMeaning::Unknown }
}

fn role_of(table: &[(ColumnRole, &str)], word: &str) -> Option<ColumnRole> {
    table.iter().find(|(_, words)| has(words, word)).map(|(role, _)| *role)
}

/// Whether a list, separated by blanks, has a word.
fn has(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|known| known == word)
}

#[cfg(test)]
mod tests;
