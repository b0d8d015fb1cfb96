use super::*;

#[test]
fn rows_of_an_address_are_in_the_order_of_the_list() {
    let mut index = AddressIndex::default();
    let ann = index.group("ann@fabrikam.com");
    [4, 9, 2].into_iter().for_each(|row| index.insert(ann, row));
    assert_eq!(index.group("ann@fabrikam.com"), ann);
    assert_ne!(index.group("bo@adatum.com"), ann);
    assert_eq!(index.rows(ann).collect::<Vec<_>>(), [2, 4, 9]);
    index.remove(ann, 4);
    assert_eq!(index.rows(ann).collect::<Vec<_>>(), [2, 9]);
    index.decide(ann, Some(2));
    assert_eq!(index.deciding(ann), Some(2));
}
