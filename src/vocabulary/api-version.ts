/** The API's shape. It grows by one when an answer changes so that a page which knew the one before would read it wrongly; what is only added changes nothing. */
export const apiVersion = 1;

/** Every answer of the API names its shape: a page that was open while the server was renewed can tell. */
export const apiVersionHeader = 'frankpledge-api';
